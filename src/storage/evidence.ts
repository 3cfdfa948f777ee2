import { z } from 'zod';
import type { PieceState } from '../engine/types.ts';
import { EPOCH_HOURS, type EpochKey } from '../secrecy/epoch.ts';
import { openUnder, sealUnder } from '../secrecy/seal.ts';
import type { Db, PrismaClient } from './db.ts';
import { Prisma } from './generated/client.ts';
import type { TurnChange } from './turns.ts';

/** Bytes of a sealed piece that stand in one row: what is held in memory at a time, a few of them. */
const PART = 512 * 1024;
const HOUR = 3_600_000;
/**
 * Full hours that a piece waits for its report, the one it came in among them. What was noted of it is sealed under the key of
 * that hour, and opens no more when those of a draft are over; whoever filed in the last of them waits for the sweep in the next.
 */
const WAITS = EPOCH_HOURS + 1;

const outcome = z.union([
  z.object({
    kind: z.literal('secured'),
    secured: z.object({
      kind: z.enum(['photo', 'video', 'audio', 'document']),
      type: z.string(),
      extension: z.string(),
      cleaned: z.boolean(),
      removed: z.array(z.enum(['place', 'time', 'device', 'author', 'other'])),
    }),
    // An earlier version did not note it.
    bytes: z.number().default(0),
    original: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('failed'),
    fault: z.enum(['empty', 'too_large', 'damaged', 'too_many_pixels', 'took_too_long', 'too_heavy', 'failed']),
  }),
]);

/** What became of a piece. */
export type PieceOutcome = Exclude<PieceState, { kind: 'waiting' }>;

/** Whether a piece is a report's already: then there is nothing left to do about it. */
export const isAdopted = async (db: Db, id: string): Promise<boolean> =>
  (await db.evidence.count({ where: { id, reportId: { not: null } } })) > 0;

/**
 * Keeps the outcome of a piece, and its sealed bytes as they come, in one transaction of their own. What is a report's already
 * is left alone: then it fails, since there is such a piece.
 *
 * @param files by id: the clean copy under the piece's own id, the original under another
 */
export async function keepPiece(
  db: PrismaClient,
  epoch: EpochKey,
  piece: { readonly id: string; readonly outcome: PieceOutcome; readonly now: number },
  files: readonly {
    readonly id: string;
    readonly role: 'clean' | 'original';
    readonly sealed: AsyncIterable<Uint8Array>;
  }[],
): Promise<void> {
  const until = new Date((Math.floor(piece.now / HOUR) + WAITS) * HOUR);
  const noted = sealUnder(epoch.key, Buffer.from(piece.id), piece.outcome, true);
  await db.$transaction(async (tx) => {
    // Of an earlier try that nobody heard the end of.
    await tx.evidence.deleteMany({ where: { id: { in: [piece.id, ...files.map(({ id }) => id)] }, reportId: null } });
    if (files.length === 0) {
      await tx.evidence.create({ data: { id: piece.id, role: 'clean', outcome: new Uint8Array(noted), until } });
    }
    for (const { id, role, sealed } of files) {
      const own = id === piece.id ? { outcome: new Uint8Array(noted) } : {};
      await tx.evidence.create({ data: { id, role, until, ...own } });
      let n = 0;
      for await (const bytes of parts(sealed)) {
        await tx.evidencePart.create({ data: { evidenceId: id, n, bytes } });
        n += 1;
      }
    }
  });
}

/** Gathers small chunks into parts. */
async function* parts(sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of sealed) {
    gathered.push(chunk);
    size += chunk.length;
    if (size < PART) continue;
    yield joined(gathered);
    gathered = [];
    size = 0;
  }
  if (size > 0) yield joined(gathered);
}

const joined = (chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(chunks));

/** What became of pieces of open drafts; one that nobody has dealt with yet is waiting. */
export async function pieceStates(
  db: Db,
  living: readonly EpochKey[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, PieceState>> {
  if (ids.length === 0) return new Map();
  const rows = await db.evidence.findMany({ where: { id: { in: [...ids] } }, select: { id: true, outcome: true } });
  const keys = living.map(({ key }) => key);
  const known = new Map(rows.map((row) => [row.id, row.outcome]));
  return new Map(
    ids.map((id): [string, PieceState] => {
      const noted = known.get(id);
      const opened = noted ? openUnder(keys, Buffer.from(id), noted) : undefined;
      return [id, opened === undefined ? { kind: 'waiting' } : outcome.parse(opened)];
    }),
  );
}

/** Forgets pieces that no report will have, with their errands, in the statement of the turn that says so. */
export function dropPieces(
  due: readonly { readonly chat: string; readonly pieces: readonly string[] }[],
): readonly TurnChange[] {
  const rows = JSON.stringify(
    due.flatMap(({ chat, pieces }) => pieces.flatMap((piece) => bothOf(piece).map((id) => ({ chat, piece: id })))),
  );
  const gone = Prisma.sql`
    SELECT piece FROM written JOIN jsonb_to_recordset(${rows}::jsonb) AS x(chat text, piece text) USING (chat)`;
  return [
    Prisma.sql`DELETE FROM evidence WHERE report_id IS NULL AND id IN (${gone})`,
    Prisma.sql`DELETE FROM errand WHERE id IN (${gone})`,
  ];
}

/** Forgets pieces that no report has and none will: those of a sending that broke off. */
export async function forgetPieces(db: Db, ids: readonly string[]): Promise<void> {
  await db.evidence.deleteMany({ where: { id: { in: ids.flatMap(bothOf) }, reportId: null } });
}

/** What the original of a piece is kept under: so it can be forgotten with its clean copy, also by who knows only of that. */
export const originalOf = (piece: string): string => `${piece}-original`;

const bothOf = (piece: string): string[] => [piece, originalOf(piece)];

/** The sealed bytes of a piece, part by part. */
export async function* readPiece(db: Db, id: string): AsyncGenerator<Uint8Array> {
  for (let n = 0; ; n += 1) {
    const part = await db.evidencePart.findUnique({ where: { evidenceId_n: { evidenceId: id, n } } });
    if (!part) return;
    yield part.bytes;
  }
}
