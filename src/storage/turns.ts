/**
 * Sessions and unsent replies, read and written for many chats in one statement each. Rows are touched in the order of their
 * keys, so that groups of several processes cannot deadlock; a session is written only over the version it was read at.
 */
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import { AMONG_FREE, FREE, namedReplies, type ReplyId } from './outbox.ts';

/** A chat's key: the blind index of its address. `hex` is the same, for maps. */
export interface ChatKey {
  readonly bytes: Buffer;
  readonly hex: string;
}

export interface ChatRow {
  readonly version: number;
  readonly body: Uint8Array;
  readonly recent: Uint8Array;
  /** How many earlier turns have replies that are still unsent. */
  readonly unsent: number;
}

export interface TurnRow {
  readonly key: ChatKey;
  /** The version this turn makes: one more than was read. */
  readonly version: number;
  readonly body: Buffer;
  readonly recent: Buffer;
  /** The replies, sealed; absent when there are none. */
  readonly replies?: Buffer;
}

/**
 * Reads the chats of a group, and forgets on the way the replies that were sent meanwhile.
 *
 * @param sent replies that have gone out; a chat's `unsent` does not count them
 */
export async function readChats(
  db: Db,
  keys: readonly ChatKey[],
  sent: readonly ReplyId[],
): Promise<ReadonlyMap<string, ChatRow>> {
  const rows = await db.$queryRaw<
    { key: string; version: number; body: Uint8Array; recent: Uint8Array; unsent: number }[]
  >`
    WITH named AS (${namedReplies(sent)}), free AS (${FREE}), gone AS (DELETE FROM outbox WHERE ${AMONG_FREE})
    SELECT encode(s.key, 'hex') AS key, s.version, s.body, s.recent,
      (
        SELECT count(*)::int FROM outbox o
        WHERE o.chat = s.key AND NOT EXISTS (SELECT FROM named WHERE named.chat = o.chat AND named.seq = o.seq)
      ) AS unsent
    FROM session s
    WHERE s.key = ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${keys.map((key) => key.hex)}::text[]) AS k))`;
  return new Map(rows.map(({ key, ...row }) => [key, row]));
}

/**
 * A change that goes with a group of turns, in their statement: an INSERT or UPDATE that touches only rows of chats which
 * stand in `written (chat text)`, hex. It must stand that it was made before.
 */
export type TurnChange = Prisma.Sql;

/**
 * Writes the sessions and replies of a group, each only if nobody else wrote its chat meanwhile, and what goes with them: one
 * statement, all of it or nothing.
 *
 * @param day the day of the turn; no finer time stands in a session row
 * @param leaseMs how long the replies are ours to send before anybody may
 * @returns the keys (hex) that were written; the others must be read again
 */
export async function writeTurns(
  db: Db,
  turns: readonly TurnRow[],
  changes: readonly TurnChange[],
  day: string,
  leaseMs: number,
): Promise<ReadonlySet<string>> {
  const rows = turns.map((turn) => ({
    k: turn.key.hex,
    v: turn.version,
    b: turn.body.toString('base64'),
    r: turn.recent.toString('base64'),
    o: turn.replies?.toString('base64'),
  }));
  const written = await db.$queryRaw<{ chat: string }[]>`
    WITH t AS (
      SELECT decode(k, 'hex') AS key, v, decode(b, 'base64') AS body, decode(r, 'base64') AS recent, decode(o, 'base64') AS replies
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(k text, v int, b text, r text, o text)
    ), s AS (
      INSERT INTO session (key, version, body, recent, day)
      SELECT key, v, body, recent, ${day}::date FROM t ORDER BY key
      ON CONFLICT (key) DO UPDATE SET version = EXCLUDED.version, body = EXCLUDED.body, recent = EXCLUDED.recent, day = EXCLUDED.day
      WHERE session.version = EXCLUDED.version - 1
      RETURNING key
    ), o AS (
      INSERT INTO outbox (chat, seq, body, due)
      SELECT t.key, t.v, t.replies, clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      FROM t JOIN s USING (key) WHERE t.replies IS NOT NULL
    ), written AS (
      SELECT encode(key, 'hex') AS chat FROM s
    )${alongside(changes)}
    SELECT chat FROM written`;
  return new Set(written.map((row) => row.chat));
}

function alongside(changes: readonly TurnChange[]): Prisma.Sql {
  if (changes.length === 0) return Prisma.empty;
  return Prisma.join(
    changes.map((change, n) => Prisma.sql`, ${Prisma.raw(`change${n}`)} AS (${change})`),
    '',
  );
}
