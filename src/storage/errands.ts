/** What is to be done for a chat outside a turn: written with the turn, taken up by any process, forgotten when done. */
import { randomBytes } from 'node:crypto';
import type { EpochKey } from '../secrecy/epoch.ts';
import { errandName } from '../secrecy/piece-names.ts';
import { openUnder, SealError, sealUnder } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import type { TurnChange } from './turns.ts';

const KINDS = ['fetch', 'erase', 'plan'] as const;
export type ErrandKind = (typeof KINDS)[number];

/** An errand with the chat (hex) whose turn asked for it. */
export interface ErrandDue {
  readonly chat: string;
  /** The name of the piece or the plan it is about, if any. */
  readonly about?: string;
  readonly kind: ErrandKind;
  /** Sealed; whoever takes it up checks its shape. */
  readonly body: unknown;
}

export interface Errand {
  readonly id: string;
  readonly kind: ErrandKind;
  readonly body: unknown;
  readonly tries: number;
}

/** Asks for errands, in the statement of their turns. @param until the day after which nobody needs them */
export function addErrands(epoch: EpochKey, due: readonly ErrandDue[], until: string): TurnChange {
  const rows = due.map(({ chat, about, kind, body }) => {
    const id = about === undefined ? randomBytes(16).toString('base64url') : errandName(about);
    return { chat, id, kind, body: sealUnder(epoch.key, Buffer.from(id), body, true).toString('base64') };
  });
  return Prisma.sql`
    INSERT INTO errand (id, kind, body, due, until)
    SELECT id, kind, decode(body, 'base64'), clock_timestamp(), ${until}::date
    FROM written JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(chat text, id text, kind text, body text)
      USING (chat)
    ORDER BY id
    ON CONFLICT DO NOTHING`;
}

/** Asks for one outside a turn. */
export async function addErrand(db: Db, epoch: EpochKey, due: ErrandDue, until: string): Promise<void> {
  await db.$executeRaw`WITH written AS (SELECT ${due.chat}::text AS chat) ${addErrands(epoch, [due], until)}`;
}

/** What we cannot read is not ours: another replica may, if it has other keys; and else it is forgotten with its day. */
const UNREADABLE_MS = 60_000;

/**
 * Takes up errands that are due, oldest first; ours for a while. Those that none of the keys opens are passed over.
 *
 * @param leaseMs how long nobody else takes them up
 */
export async function claimErrands(
  db: Db,
  living: readonly EpochKey[],
  limit: number,
  leaseMs: number,
): Promise<readonly Errand[]> {
  const keys = living.map(({ key }) => key);
  for (;;) {
    const rows = await db.$queryRaw<{ id: string; kind: string; body: Uint8Array; tries: number }[]>`
      UPDATE errand SET due = clock_timestamp() + ${leaseMs} * interval '1 millisecond', tries = tries + 1
      FROM (
        SELECT id FROM errand WHERE due <= clock_timestamp() ORDER BY due, id LIMIT ${limit} FOR UPDATE SKIP LOCKED
      ) AS c WHERE errand.id = c.id
      RETURNING errand.id, errand.kind, errand.body, errand.tries`;
    const read = rows.map(({ kind, body, ...row }) => ({
      ...row,
      kind: kindOf(kind),
      body: opened(keys, row.id, body),
    }));
    for (const { id, body } of read) if (body === undefined) await postponeErrand(db, id, UNREADABLE_MS);
    const ours = read.filter(({ body }) => body !== undefined);
    if (ours.length > 0 || rows.length === 0) return ours;
  }
}

/** Which of these pieces have an errand that is not done yet. */
export async function openErrands(db: Db, pieces: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.errand.findMany({ where: { id: { in: pieces.map(errandName) } }, select: { id: true } });
  const open = new Set(rows.map(({ id }) => id));
  return new Set(pieces.filter((piece) => open.has(errandName(piece))));
}

/** Whether an errand is not done yet; if so nobody ends it before the transaction does. */
export async function holdErrand(tx: Db, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM errand WHERE id = ${id} FOR UPDATE`;
  return rows.length > 0;
}

/** Keeps errands ours for another while. */
export async function keepErrands(db: Db, ids: readonly string[], leaseMs: number): Promise<void> {
  await db.$executeRaw`
    UPDATE errand SET due = clock_timestamp() + ${leaseMs} * interval '1 millisecond' WHERE id = ANY (${ids}::text[])`;
}

/** Lets every errand be taken up at once. Right only for the sole process of a database, at its start. */
export async function releaseErrands(db: Db): Promise<void> {
  await db.$executeRaw`UPDATE errand SET due = clock_timestamp()`;
}

/** Lets an errand be taken up again after a while. */
export async function postponeErrand(db: Db, id: string, waitMs: number): Promise<void> {
  await db.$executeRaw`
    UPDATE errand SET due = clock_timestamp() + ${waitMs} * interval '1 millisecond' WHERE id = ${id}`;
}

/** Forgets the errands about pieces and plans, in the statement of the turns that are told of them. */
export function endErrands(due: readonly { readonly chat: string; readonly about: string }[]): TurnChange {
  const rows = JSON.stringify(due.map(({ chat, about }) => ({ chat, id: errandName(about) })));
  return Prisma.sql`
    DELETE FROM errand WHERE id IN (
      SELECT id FROM written JOIN jsonb_to_recordset(${rows}::jsonb) AS x(chat text, id text) USING (chat)
    )`;
}

export async function forgetErrand(db: Db, id: string): Promise<void> {
  await db.errand.deleteMany({ where: { id } });
}

function opened(keys: Parameters<typeof openUnder>[0], id: string, body: Uint8Array): unknown {
  try {
    return openUnder(keys, Buffer.from(id), body);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}

const kindOf = (kind: string): ErrandKind => KINDS.find((one) => one === kind) ?? 'fetch';
