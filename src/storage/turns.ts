/**
 * Sessions and unsent replies, read and written for many chats in one statement each. Rows are touched in the order of their
 * keys, so that groups of several processes cannot deadlock; a session is written only over the version it was read at.
 */
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import { AMONG_FREE, FREE, namedReplies, type ReplyId, type UnsentRow } from './outbox.ts';

/** How many handled messages a chat remembers, and how many bytes of each one's keyed hash. */
const REMEMBERED = 32;
export const MARK_BYTES = 8;
const RECENT_BYTES = REMEMBERED * MARK_BYTES;

/** The handled messages with one more before them, as {@link writeTurns} writes them. */
export const remember = (recent: Uint8Array, mark: Buffer): Buffer =>
  Buffer.concat([mark, recent]).subarray(0, RECENT_BYTES);

/** A chat's key: the blind index of its address. `hex` is the same, for maps. */
export interface ChatKey {
  readonly bytes: Buffer;
  readonly hex: string;
}

export interface ChatRow {
  readonly version: number;
  /** What the chat remembers, sealed. */
  readonly body: Uint8Array;
  /** The messages it has handled. */
  readonly recent: Uint8Array;
  /** How many earlier turns have replies that are still unsent. */
  readonly unsent: number;
}

export interface TurnRow {
  readonly key: ChatKey;
  /** The version this turn makes: one more than was read. */
  readonly version: number;
  readonly body: Buffer;
  /** The message this turn handled: it goes before those that the row has, of which the oldest goes. */
  readonly mark: Buffer;
  /** The replies, sealed; absent when there are none. */
  readonly replies?: Buffer;
  /** The person has written: what is owed to them goes out, before these. */
  readonly wrote: boolean;
}

/** Reads the chats of a group, by their keys as hex. */
export async function readChats(db: Db, wanted: readonly ChatKey[]): Promise<ReadonlyMap<string, ChatRow>> {
  if (wanted.length === 0) return new Map();
  const keys = wanted.map((key) => key.hex);
  const rows = await db.$queryRaw<(ChatRow & { key: string })[]>`
    SELECT encode(s.key, 'hex') AS key, s.version, s.body, s.recent,
      (SELECT count(*)::int FROM outbox o WHERE o.chat = s.key) AS unsent
    FROM session s WHERE s.key = ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${keys}::text[]) AS k))`;
  return new Map(rows.map(({ key, ...row }) => [key, row]));
}

/**
 * A change that goes with a group of turns, in their statement: an INSERT or UPDATE that touches only rows of chats which
 * stand in `written (chat text)`, hex. It must stand that it was made before.
 */
export type TurnChange = Prisma.Sql;

/** What goes with the turns of a group. */
export interface TurnWriting {
  /** Replies that have gone out: they are forgotten on the way. */
  readonly sent: readonly ReplyId[];
  readonly changes: readonly TurnChange[];
  /** The day of the turn, `2024-11-25`; no finer time stands in a session row. */
  readonly day: string;
  /** How long the replies are ours to send before anybody may. */
  readonly leaseMs: number;
}

/**
 * Writes the sessions and replies of a group, each only if nobody else wrote its chat meanwhile, and what goes with them: one
 * statement, all of it or nothing.
 *
 * @returns the keys (hex) that were written, each with what earlier turns of its chat have left unsent; the others must be read
 *   again
 */
export async function writeTurns(
  db: Db,
  turns: readonly TurnRow[],
  { sent, changes, day, leaseMs }: TurnWriting,
): Promise<ReadonlyMap<string, StillUnsent>> {
  const rows = turns.map((turn) => ({
    k: turn.key.hex,
    v: turn.version,
    b: turn.body.toString('base64'),
    m: turn.mark.toString('base64'),
    o: turn.replies?.toString('base64'),
    w: turn.wrote,
  }));
  const written = await db.$queryRaw<{ chat: string; unsent: number; owing: { seq: number; body: string }[] | null }[]>`
    WITH named AS (${namedReplies(sent)}), free AS (${FREE}), gone AS (DELETE FROM outbox WHERE ${AMONG_FREE}), t AS (
      SELECT decode(k, 'hex') AS key, v, decode(b, 'base64') AS body, decode(m, 'base64') AS mark, decode(o, 'base64') AS replies, w
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(k text, v int, b text, m text, o text, w boolean)
    ), s AS (
      INSERT INTO session (key, version, body, recent, day)
      SELECT key, v, body, mark, ${day}::date FROM t ORDER BY key
      ON CONFLICT (key) DO UPDATE SET version = EXCLUDED.version, body = EXCLUDED.body, day = EXCLUDED.day,
        recent = substring(EXCLUDED.recent || session.recent FOR ${RECENT_BYTES})
      WHERE session.version = EXCLUDED.version - 1
      RETURNING key
    ), o AS (
      INSERT INTO outbox (chat, seq, body, due)
      SELECT t.key, t.v, t.replies, clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      FROM t JOIN s USING (key) WHERE t.replies IS NOT NULL
    ), owing AS (
      UPDATE outbox SET owed = false, due = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      WHERE outbox.chat = ANY (ARRAY(SELECT key FROM t JOIN s USING (key) WHERE t.w)) AND owed AND due >= clock_timestamp()
      RETURNING chat, seq, body
    ), written AS (
      SELECT encode(key, 'hex') AS chat FROM s
    )${alongside(changes)}
    SELECT encode(key, 'hex') AS chat, (
      SELECT count(*)::int FROM outbox o
      WHERE o.chat = s.key AND NOT EXISTS (SELECT FROM named WHERE named.chat = o.chat AND named.seq = o.seq)
    ) AS unsent, (
      SELECT jsonb_agg(jsonb_build_object('seq', seq, 'body', encode(body, 'base64')) ORDER BY seq) FROM owing
      WHERE owing.chat = s.key
    ) AS owing FROM s`;
  return new Map(
    written.map(({ chat, unsent, owing }) => [
      chat,
      { unsent, owing: (owing ?? []).map(({ seq, body }) => ({ chat, seq, body: Buffer.from(body, 'base64') })) },
    ]),
  );
}

/** What is unsent of a chat whose turn was written. */
export interface StillUnsent {
  /** How many earlier turns have replies that are still unsent. */
  readonly unsent: number;
  /** Those of them that were owed to whoever has written now, oldest first: ours to send from now on. */
  readonly owing: readonly UnsentRow[];
}

function alongside(changes: readonly TurnChange[]): Prisma.Sql {
  if (changes.length === 0) return Prisma.empty;
  return Prisma.join(
    changes.map((change, n) => Prisma.sql`, ${Prisma.raw(`change${n}`)} AS (${change})`),
    '',
  );
}
