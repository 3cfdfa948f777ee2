/** Makes evidence of a file: looked into, cleaned, sealed to its unit, and kept. */
import type { Examiner } from '../evidence/examiner.ts';
import { type Recipient, sealStream } from '../secrecy/age.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import { assertUnit } from '../secrecy/unit-key.ts';
import type { PrismaClient } from '../storage/db.ts';
import { keepPiece, type PieceOutcome } from '../storage/evidence.ts';
import { findUnit } from '../storage/units.ts';

export interface SecureMeans {
  readonly db: PrismaClient;
  readonly keys: Keys;
  readonly epoch: () => Promise<EpochKey>;
  readonly examiner: Examiner;
  readonly now: () => number;
}

export interface NewPiece {
  /** What its conversation calls it: 128 random bits. */
  readonly piece: string;
  /** Whom it is sealed to. */
  readonly unit: string;
  /** Keep the original beside a clean copy. */
  readonly original: boolean;
  /** The errand that fetched it: when that was ended meanwhile, nobody waits for the piece. */
  readonly errand?: string;
}

/**
 * Keeps a file as evidence, in a transaction of its own. Of one that fails nothing is kept, not even that.
 *
 * @returns `undefined` when nobody waits for it any more, or somebody else has kept it
 * @throws UnitKeyError when the unit's key is not the one that was made for it, ExaminerClosedError, the signal's reason
 */
export async function securePiece(
  { db, keys, epoch, examiner, now }: SecureMeans,
  { piece, unit, original, errand }: NewPiece,
  file: Uint8Array,
  signal: AbortSignal,
): Promise<PieceOutcome | undefined> {
  const examined = await examiner.examine(file, signal);
  if (!examined.ok) return { kind: 'failed', fault: examined.fault };
  const row = await findUnit(db, unit);
  if (!row) return { kind: 'failed', fault: 'failed' };
  const recipient = assertUnit(keys, row);
  const { piece: found, bytes } = examined;
  const both = original && found.cleaned;
  const outcome: PieceOutcome = {
    kind: 'secured',
    secured: found,
    bytes: file.length,
    ...(both ? { original: true } : {}),
  };
  const told = { piece, outcome, now: now(), ...(errand === undefined ? {} : { errand }) };
  const kept = await keepPiece(db, await epoch(), told, [
    { role: 'clean', sealed: sealed(recipient, bytes) },
    ...(both ? [{ role: 'original', sealed: sealed(recipient, file) } as const] : []),
  ]);
  return kept ? outcome : undefined;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const sealed = (recipient: Recipient, bytes: Uint8Array): AsyncIterable<Uint8Array> =>
  sealStream(recipient, once(bytes));
