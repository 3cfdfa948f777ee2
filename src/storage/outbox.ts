/** Unsent replies: taken over when whoever wrote them is gone, kept while they are being sent, forgotten when they were. */
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';

/** Replies of one turn that wait, named by the version of the session that wrote them. */
export interface ReplyId {
  readonly chat: string;
  readonly seq: number;
}

export interface UnsentRow extends ReplyId {
  readonly body: Uint8Array;
}

/** Replies by their names, in the order in which everybody locks them. */
export const namedReplies = (ids: readonly ReplyId[]): Prisma.Sql => Prisma.sql`
  SELECT decode(chat, 'hex') AS chat, seq FROM jsonb_to_recordset(${JSON.stringify(ids)}::jsonb) AS n(chat text, seq int)
  ORDER BY chat, seq`;

/**
 * Of `named` those that nobody else holds, locked: one look into the index for each. Joined, the table would be read whole,
 * with all the room that replies left which were long sent.
 */
export const FREE: Prisma.Sql = Prisma.sql`
  SELECT held.chat, held.seq FROM named CROSS JOIN LATERAL (
    SELECT chat, seq FROM outbox WHERE outbox.chat = named.chat AND outbox.seq = named.seq FOR UPDATE SKIP LOCKED
  ) AS held`;

/**
 * The rows of `free`, found by the index as well. An array and no subquery: joined, each would be looked for under the names of
 * all.
 */
export const AMONG_FREE: Prisma.Sql = Prisma.sql`
  outbox.chat = ANY (ARRAY(SELECT chat FROM free)) AND (outbox.chat, outbox.seq) = ANY (ARRAY(SELECT (chat, seq) FROM free))`;

/** Forgets replies that were sent. */
export async function forgetReplies(db: Db, sent: readonly ReplyId[]): Promise<void> {
  await db.$executeRaw`WITH named AS (${namedReplies(sent)}), free AS (${FREE}) DELETE FROM outbox WHERE ${AMONG_FREE}`;
}

/** Forgets all replies of a chat: the person does not want them. */
export async function forgetChat(db: Db, chat: string): Promise<void> {
  await db.$executeRaw`DELETE FROM outbox WHERE chat = decode(${chat}, 'hex')`;
}

/** Keeps replies ours for another while. */
export async function keepReplies(db: Db, ids: readonly ReplyId[], leaseMs: number): Promise<void> {
  await db.$executeRaw`
    WITH named AS (${namedReplies(ids)}), free AS (${FREE})
    UPDATE outbox SET due = clock_timestamp() + ${leaseMs} * interval '1 millisecond' WHERE ${AMONG_FREE} AND NOT owed`;
}

/** Lets a reply wait until the person writes again, and no longer than so long. */
export async function oweReply(db: Db, id: ReplyId, ms: number): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox SET owed = true, due = clock_timestamp() + ${ms} * interval '1 millisecond'
    WHERE chat = decode(${id.chat}, 'hex') AND seq = ${id.seq}`;
}

/** Forgets what nobody has written for in time. */
export async function forgetOwed(db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM outbox WHERE owed AND due < clock_timestamp()`;
}

/**
 * Takes over replies whose sender is gone, oldest of each chat first.
 *
 * @param everything also those whose time has not come: right only for the sole process of a database, at its start
 */
export async function claimDue(db: Db, limit: number, leaseMs: number, everything = false): Promise<UnsentRow[]> {
  const rows = await db.$queryRaw<UnsentRow[]>`
    UPDATE outbox SET due = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    FROM (
      SELECT chat, seq FROM outbox WHERE (${everything} OR due < clock_timestamp()) AND NOT owed
      ORDER BY chat, seq LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) AS c WHERE outbox.chat = c.chat AND outbox.seq = c.seq
    RETURNING encode(outbox.chat, 'hex') AS chat, outbox.seq, outbox.body`;
  return rows.sort(inOrder);
}

/**
 * The earlier replies of one chat: those nobody is sending any more are taken over, the rest counted.
 *
 * @param before a version of the chat
 * @returns `owes`: something is owed to them still
 */
export async function claimEarlier(
  db: Db,
  chat: string,
  before: number,
  leaseMs: number,
): Promise<{ claimed: UnsentRow[]; others: ReplyId[]; owes: boolean }> {
  const claimed = await db.$queryRaw<UnsentRow[]>`
    UPDATE outbox SET due = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    FROM (
      SELECT chat, seq FROM outbox
      WHERE chat = decode(${chat}, 'hex') AND seq < ${before} AND NOT owed AND due < clock_timestamp()
      ORDER BY seq FOR UPDATE SKIP LOCKED
    ) AS c WHERE outbox.chat = c.chat AND outbox.seq = c.seq
    RETURNING encode(outbox.chat, 'hex') AS chat, outbox.seq, outbox.body`;
  const left = await db.$queryRaw<(ReplyId & { owed: boolean; over: boolean })[]>`
    SELECT encode(chat, 'hex') AS chat, seq, owed, due < clock_timestamp() AS over FROM outbox WHERE chat = decode(${chat}, 'hex') AND seq < ${before}`;
  return {
    claimed: claimed.sort(inOrder),
    others: left.filter((row) => !row.owed && !claimed.some((one) => one.seq === row.seq)),
    owes: left.some(({ owed, over }) => owed && !over),
  };
}

const inOrder = (a: ReplyId, b: ReplyId): number => a.chat.localeCompare(b.chat) || a.seq - b.seq;
