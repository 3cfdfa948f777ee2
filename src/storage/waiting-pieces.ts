/**
 * The bytes of a piece of evidence while it waits for its report. Sealed to their unit as they are, they would be recognised
 * afterwards by whoever saw them before; so they have another seal around that one, in parts of two sizes, until a sweep takes it
 * off and writes them anew under an id of their own.
 */

import { type PieceRole, waitingKey, waitingName } from '../secrecy/piece-names.ts';
import { openBytes, SealError, type Sizes, sealBytes } from '../secrecy/seal.ts';
import type { Db } from './db.ts';

/** Bytes of a sealed piece that stand in one row: what is held in memory at a time, a few of them. */
const PART = 512 * 1024;
/** Sizes of a part while it waits: what is short, such as a note or a few seconds of voice, need not take as much as a film. */
const SIZES: Sizes = [64 * 1024, PART];

/** A piece that becomes a report's: what its conversation called it, and the id that the report has for it. */
export interface AdoptedPiece {
  readonly piece: string;
  readonly role: PieceRole;
  readonly as: string;
}

/** Keeps the sealed bytes of a piece, whose row is there. */
export async function addWaiting(
  tx: Db,
  piece: string,
  role: PieceRole,
  sealed: AsyncIterable<Uint8Array>,
): Promise<void> {
  const evidenceId = waitingName(piece, role);
  const key = waitingKey(piece, role);
  let n = 0;
  for await (const part of parts(sealed)) {
    const bytes = new Uint8Array(sealBytes(key, boundTo(evidenceId, n), part, SIZES));
    await tx.evidencePart.create({ data: { evidenceId, n, bytes } });
    n += 1;
  }
}

/** Writes a piece anew as a report's, and forgets the one that waited. One that waits no more is left out. */
export async function adoptWaiting(tx: Db, reportId: string, { piece, role, as }: AdoptedPiece): Promise<void> {
  const evidenceId = waitingName(piece, role);
  if ((await tx.evidence.count({ where: { id: evidenceId, reportId: null } })) === 0) return;
  await tx.evidence.create({ data: { id: as, reportId, role } });
  const key = waitingKey(piece, role);
  for (let n = 0; ; n += 1) {
    const part = await tx.evidencePart.findUnique({ where: { evidenceId_n: { evidenceId, n } } });
    const bytes = part && opened(key, boundTo(evidenceId, n), part.bytes);
    if (!bytes) break;
    await tx.evidencePart.create({ data: { evidenceId: as, n, bytes } });
  }
  await tx.evidence.delete({ where: { id: evidenceId } });
}

const boundTo = (id: string, n: number): Buffer => Buffer.from(`${id} ${n}`);

/** A part that somebody changed ends its piece: the officers will see that it is damaged. */
function opened(
  key: ReturnType<typeof waitingKey>,
  bound: Uint8Array,
  sealed: Uint8Array,
): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(openBytes(key, bound, sealed));
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}

/** Cuts and gathers chunks into parts; the last is what is left. */
async function* parts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    gathered.push(chunk);
    size += chunk.length;
    if (size < PART) continue;
    let whole = Buffer.concat(gathered);
    for (; whole.length >= PART; whole = whole.subarray(PART)) yield whole.subarray(0, PART);
    gathered = [whole];
    size = whole.length;
  }
  if (size > 0) yield Buffer.concat(gathered);
}
