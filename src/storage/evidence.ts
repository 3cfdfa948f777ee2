import { z } from 'zod';
import type { PieceState } from '../engine/types.ts';
import { EPOCH_HOURS, type EpochKey } from '../secrecy/epoch.ts';
import { errandName, type PieceRole, waitingName } from '../secrecy/piece-names.ts';
import { openUnder, sealUnder } from '../secrecy/seal.ts';
import type { Db, PrismaClient } from './db.ts';
import { holdErrand } from './errands.ts';
import { Prisma } from './generated/client.ts';
import type { TurnChange } from './turns.ts';
import { addWaiting } from './waiting-pieces.ts';

const HOUR = 3_600_000;
/**
 * A piece is as good as forgotten to a turn so long before it is, ms: a report that has it is written down by then, so that
 * whoever forgets it sees that it is wanted.
 */
const LAST_MS = 300_000;

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
    original: z.literal(true).exactOptional(),
  }),
  z.object({
    kind: z.literal('failed'),
    fault: z.enum(['empty', 'too_large', 'damaged', 'too_many_pixels', 'took_too_long', 'too_heavy', 'failed']),
  }),
]);

/** What became of a piece. */
export type PieceOutcome = Exclude<PieceState, { kind: 'waiting' }>;

/** Somebody else has dealt with a piece meanwhile, or nobody wants it any more: nothing of it is kept. */
class LateError extends Error {
  override readonly name = 'LateError';
}

export interface NewOutcome {
  /** Its conversation's name for it. */
  readonly piece: string;
  readonly outcome: PieceOutcome;
  /** ms since 1970 */
  readonly now: number;
  /** The errand that fetched it. When that was ended meanwhile, nobody waits for the piece. */
  readonly errand?: string;
}

/**
 * Keeps the outcome of a piece, and its sealed bytes as they come, in one transaction of their own: until a sweep makes it a
 * report's, under names and a seal that nobody knows but who knows the piece, and in parts of few sizes. It waits for as long as
 * the key of its hour lives, under which its outcome is sealed: a day at most.
 *
 * @returns false when nothing was kept: somebody had dealt with it already, or its errand was ended
 */
export async function keepPiece(
  db: PrismaClient,
  epoch: EpochKey,
  { piece, outcome, now, errand }: NewOutcome,
  files: readonly { readonly role: PieceRole; readonly sealed: AsyncIterable<Uint8Array> }[],
): Promise<boolean> {
  const until = new Date((Math.floor(now / HOUR) + EPOCH_HOURS) * HOUR);
  const id = waitingName(piece, 'clean');
  const noted = new Uint8Array(sealUnder(epoch.key, Buffer.from(id), outcome, true));
  try {
    await db.$transaction(async (tx) => {
      const own = { id, role: 'clean', outcome: noted, until };
      const { count } = await tx.evidence.createMany({ data: [own], skipDuplicates: true });
      if (count === 0) throw new LateError('there is such a piece');
      for (const { role, sealed } of files) {
        if (role === 'original') await tx.evidence.create({ data: { id: waitingName(piece, role), role, until } });
        await addWaiting(tx, piece, role, sealed);
      }
      // Last, so that no turn that ends it waits for long.
      if (errand !== undefined && !(await holdErrand(tx, errand))) throw new LateError('the errand was ended');
    });
    return true;
  } catch (error) {
    if (error instanceof LateError) return false;
    throw error;
  }
}

/** What became of pieces of open drafts; one that nobody has dealt with yet is waiting. @param now ms since 1970 */
export async function pieceStates(
  db: Db,
  living: readonly EpochKey[],
  pieces: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, PieceState>> {
  if (pieces.length === 0) return new Map();
  const ids = pieces.map((piece) => waitingName(piece, 'clean'));
  const until = { gt: new Date(now + LAST_MS) };
  const rows = await db.evidence.findMany({ where: { id: { in: ids }, until }, select: { id: true, outcome: true } });
  const keys = living.map(({ key }) => key);
  const known = new Map(rows.map((row) => [row.id, row.outcome]));
  return new Map(
    pieces.map((piece): [string, PieceState] => {
      const id = waitingName(piece, 'clean');
      const noted = known.get(id);
      const opened = noted ? openUnder(keys, Buffer.from(id), noted) : undefined;
      return [piece, opened === undefined ? { kind: 'waiting' } : outcome.parse(opened)];
    }),
  );
}

/** Forgets pieces that no report will have, with their errands, in the statement of the turn that says so. */
export function dropPieces(
  due: readonly { readonly chat: string; readonly pieces: readonly string[] }[],
): readonly TurnChange[] {
  const rows = JSON.stringify(
    due.flatMap(({ chat, pieces }) =>
      pieces.flatMap((piece) => [...rowsOf(piece), errandName(piece)].map((id) => ({ chat, id }))),
    ),
  );
  const gone = Prisma.sql`
    SELECT id FROM written JOIN jsonb_to_recordset(${rows}::jsonb) AS x(chat text, id text) USING (chat)`;
  return [
    Prisma.sql`DELETE FROM errand WHERE id IN (${gone})`,
    Prisma.sql`DELETE FROM evidence WHERE report_id IS NULL AND id IN (${gone})`,
  ];
}

/** Forgets pieces that no report has and none will: those of a sending that broke off. */
export async function forgetPieces(db: Db, pieces: readonly string[]): Promise<void> {
  await db.evidence.deleteMany({ where: { id: { in: pieces.flatMap(rowsOf) }, reportId: null } });
}

/**
 * Forgets pieces whose time is over, of which no report was made.
 *
 * @param wanted what those are kept under that wait for a sweep with their report
 * @param now ms since 1970
 * @returns how many
 */
export const forgetOverdue = (db: Db, wanted: readonly string[], now: number): Promise<number> =>
  db.$executeRaw`
    DELETE FROM evidence WHERE report_id IS NULL AND until <= ${new Date(now).toISOString()}::timestamptz
      AND NOT (id = ANY (${wanted}::text[]))`;

const rowsOf = (piece: string): string[] => [waitingName(piece, 'clean'), waitingName(piece, 'original')];

/** The sealed bytes of a piece, part by part. */
export async function* readPiece(db: Db, id: string): AsyncGenerator<Uint8Array> {
  for (let n = 0; ; n += 1) {
    const part = await db.evidencePart.findUnique({ where: { evidenceId_n: { evidenceId: id, n } } });
    if (!part) return;
    yield part.bytes;
  }
}
