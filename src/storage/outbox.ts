/** Unsent replies: taken over when whoever wrote them is gone, kept while they are being sent, forgotten when they were. */
import type { Db } from './db.ts';
import type { ReplyId, UnsentRow } from './turns.ts';

/** Forgets replies that were sent. */
export async function forgetReplies(db: Db, sent: readonly ReplyId[]): Promise<void> {
  await db.$executeRaw`
    DELETE FROM outbox USING (
      SELECT o.chat, o.seq
      FROM outbox o JOIN jsonb_to_recordset(${JSON.stringify(sent)}::jsonb) AS s(chat text, seq int)
        ON o.chat = decode(s.chat, 'hex') AND o.seq = s.seq
      ORDER BY o.chat, o.seq FOR UPDATE OF o SKIP LOCKED
    ) AS d WHERE outbox.chat = d.chat AND outbox.seq = d.seq`;
}

/** Forgets all replies of a chat: the person does not want them. */
export async function forgetChat(db: Db, chat: string): Promise<void> {
  await db.$executeRaw`DELETE FROM outbox WHERE chat = decode(${chat}, 'hex')`;
}

/** Keeps replies ours for another while. */
export async function keepReplies(db: Db, ids: readonly ReplyId[], leaseMs: number): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox SET due = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    FROM (
      SELECT o.chat, o.seq
      FROM outbox o JOIN jsonb_to_recordset(${JSON.stringify(ids)}::jsonb) AS s(chat text, seq int)
        ON o.chat = decode(s.chat, 'hex') AND o.seq = s.seq
      ORDER BY o.chat, o.seq FOR UPDATE OF o SKIP LOCKED
    ) AS k WHERE outbox.chat = k.chat AND outbox.seq = k.seq`;
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
      SELECT chat, seq FROM outbox WHERE ${everything} OR due < clock_timestamp()
      ORDER BY chat, seq LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) AS c WHERE outbox.chat = c.chat AND outbox.seq = c.seq
    RETURNING encode(outbox.chat, 'hex') AS chat, outbox.seq, outbox.body`;
  return rows.sort(inOrder);
}

/**
 * The replies of one chat that came before `seq`: those nobody is sending any more are taken over, the rest counted.
 */
export async function claimEarlier(
  db: Db,
  chat: string,
  seq: number,
  leaseMs: number,
): Promise<{ claimed: UnsentRow[]; others: ReplyId[] }> {
  const claimed = await db.$queryRaw<UnsentRow[]>`
    UPDATE outbox SET due = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    FROM (
      SELECT chat, seq FROM outbox WHERE chat = decode(${chat}, 'hex') AND seq < ${seq} AND due < clock_timestamp()
      ORDER BY seq FOR UPDATE SKIP LOCKED
    ) AS c WHERE outbox.chat = c.chat AND outbox.seq = c.seq
    RETURNING encode(outbox.chat, 'hex') AS chat, outbox.seq, outbox.body`;
  const left = await db.$queryRaw<ReplyId[]>`
    SELECT encode(chat, 'hex') AS chat, seq FROM outbox WHERE chat = decode(${chat}, 'hex') AND seq < ${seq}`;
  return {
    claimed: claimed.sort(inOrder),
    others: left.filter((row) => !claimed.some((one) => one.seq === row.seq)),
  };
}

const inOrder = (a: ReplyId, b: ReplyId): number => a.chat.localeCompare(b.chat) || a.seq - b.seq;
