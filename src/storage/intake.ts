/**
 * What the report side was told waits here, opaque, until a sweep takes it in: a row says neither what it is nor to which
 * report it belongs, and both its seal and its index come from an epoch key. That is destroyed after a day, but never while
 * something waits that it alone opens: somebody holds a code for it.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { EpochKey } from '../secrecy/epoch.ts';
import { waitingName } from '../secrecy/piece-names.ts';
import { openUnder, SealError, sealUnder } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import type { TurnChange } from './turns.ts';

const DAY = 86_400_000;

/** Where to say that there is a letter. */
export const watcherShape = z.object({
  channel: z.enum(['telegram', 'whatsapp', 'simulator-buttons', 'simulator-numbers']),
  id: z.string(),
  language: z.enum(['id', 'en']),
});
export type Watcher = z.infer<typeof watcherShape>;

const piece = z.object({ piece: z.string(), role: z.enum(['clean', 'original']), as: z.string() });
const item = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('report'),
    lookup: z.string(),
    unit: z.string(),
    reporter: z.string(),
    category: z.string(),
    area: z.string(),
    role: z.string(),
    lane: z.enum(['normal', 'slow']),
    /** Cut to the hour, ms since 1970. */
    at: z.number(),
    until: z.string().exactOptional(),
    body: z.base64(),
    pieces: z.array(piece).readonly(),
  }),
  z.object({
    kind: z.literal('letter'),
    lookup: z.string(),
    at: z.number(),
    body: z.base64(),
    pieces: z.array(piece).readonly(),
  }),
  z.object({ kind: z.literal('withdrawal'), lookup: z.string(), at: z.number() }),
  /** `watcher`: whom to tell of letters; absent: nobody any more. */
  z.object({ kind: z.literal('watch'), lookup: z.string(), watcher: watcherShape.exactOptional() }),
]);

/** What the report side was told: a report, a letter of the reporter's, that one is withdrawn, or who wants to hear of it. */
export type IntakeItem = z.infer<typeof item>;

/** An item with the chat (hex) whose turn told it. */
export type IntakeDue = { readonly item: IntakeItem; readonly chat: string };

/** An item as it waits. */
export interface WaitingItem {
  readonly id: Uint8Array;
  /** Whose key opened it. */
  readonly epoch: EpochKey['id'];
  readonly item: IntakeItem;
}

/** What the evidence of an item is kept under while it waits: of each piece the clean copy, and the original where there is one. */
export const piecesOf = (told: IntakeItem): readonly string[] =>
  'pieces' in told ? told.pieces.map(({ piece, role }) => waitingName(piece, role)) : [];

/** Adds items, in the statement of their turns. */
export function addIntake(epoch: EpochKey, due: readonly IntakeDue[]): TurnChange {
  const rows = due.map(({ item: one, chat }) => ({ chat, ...sealedRow(epoch, one, randomBytes(16)) }));
  return Prisma.sql`
    INSERT INTO intake (id, lookup, body)
    SELECT decode(id, 'base64'), decode(lookup, 'base64'), decode(body, 'base64')
    FROM written JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(chat text, id text, lookup text, body text)
      USING (chat)
    ORDER BY id`;
}

/**
 * Adds an item that no turn told.
 *
 * @param once a random name of the telling, so that the same one told twice, as by an impatient tap, waits once
 * @returns false when it waits already
 */
export async function insertIntake(db: Db, epoch: EpochKey, told: IntakeItem, once: string): Promise<boolean> {
  const { id, lookup, body } = sealedRow(epoch, told, hashUnder(epoch, `once ${told.lookup} ${once}`));
  const added = await db.$executeRaw`
    INSERT INTO intake (id, lookup, body)
    VALUES (decode(${id}, 'base64'), decode(${lookup}, 'base64'), decode(${body}, 'base64'))
    ON CONFLICT DO NOTHING`;
  return added > 0;
}

/** Rows are written once, so their transactions tell; no time need stand in them. */
const OLDEST_FIRST = Prisma.sql`age(xmin) DESC, id`;

const sealedRow = (epoch: EpochKey, told: IntakeItem, id: Buffer) => ({
  id: id.toString('base64'),
  lookup: lookupUnder(epoch, told.lookup).toString('base64'),
  body: sealUnder(epoch.key, id, told, true).toString('base64'),
});

/** What waits for a report, by its lookup id (hex), what was told first before the others. */
export async function findIntake(db: Db, kept: readonly EpochKey[], lookup: string): Promise<readonly IntakeItem[]> {
  const wanted = kept.map((epoch) => lookupUnder(epoch, lookup).toString('hex'));
  const rows = await db.$queryRaw<{ id: Uint8Array; body: Uint8Array }[]>`
    SELECT id, body FROM intake
    WHERE lookup = ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${wanted}::text[]) AS k))
    ORDER BY ${OLDEST_FIRST}`;
  return rows.flatMap((row) => readRow(kept, row)?.item ?? []);
}

/**
 * How many letters the reporter of a report has written, taken in or not: the report by its lookup id (hex). In one statement,
 * so that what a sweep takes in meanwhile counts once.
 */
export async function countLetters(db: Db, kept: readonly EpochKey[], lookup: string): Promise<number> {
  const wanted = kept.map((epoch) => lookupUnder(epoch, lookup).toString('hex'));
  const rows = await db.$queryRaw<{ id: Uint8Array | null; body: Uint8Array | null; taken: number }[]>`
    SELECT NULL::bytea AS id, NULL::bytea AS body, count(*)::int AS taken
    FROM letter JOIN report ON report.id = report_id
    WHERE author = 'reporter' AND report.lookup = decode(${lookup}, 'hex')
    UNION ALL
    SELECT id, body, 0 FROM intake WHERE lookup = ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${wanted}::text[]) AS k))`;
  return rows.reduce((sum, { id, body, taken }) => {
    const waits = id && body ? readRow(kept, { id, body }) : undefined;
    return sum + taken + (waits?.item.kind === 'letter' ? 1 : 0);
  }, 0);
}

/**
 * All that waits, what was told first before the others, locked until the transaction ends; `unread`: what none of the keys
 * opens.
 *
 * @param kept asked once the rows are locked: a key that was made meanwhile is among them
 */
export async function lockIntake(
  tx: Db,
  kept: () => Promise<readonly EpochKey[]>,
): Promise<{ readonly waiting: readonly WaitingItem[]; readonly unread: readonly Uint8Array[] }> {
  const rows = await tx.$queryRaw<Row[]>`SELECT id, body FROM intake ORDER BY ${OLDEST_FIRST} FOR UPDATE`;
  const keys = await kept();
  const read = rows.map((row) => ({ ...row, read: readRow(keys, row) }));
  return {
    waiting: read.flatMap((row) => row.read ?? []),
    unread: read.flatMap((row) => (row.read ? [] : [row.id])),
  };
}

/** All that waits; `unread`: how much of it none of the keys opens. */
export async function readIntake(
  db: Db,
  keys: readonly EpochKey[],
): Promise<{ readonly waiting: readonly WaitingItem[]; readonly unread: number }> {
  const rows = await db.intake.findMany({ select: { id: true, body: true } });
  const waiting = rows.flatMap((row) => readRow(keys, row) ?? []);
  return { waiting, unread: rows.length - waiting.length };
}

export async function clearIntake(tx: Db, ids: readonly Uint8Array[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM intake WHERE id = ${anyOf(ids)}`;
}

/** Days for which it is kept what no key opens: with another folder of keys that is every report there is, until it is put right. */
const UNREAD_DAYS = 7;

/** Gives up what no key has opened for days. @returns how many are gone */
export async function giveUpUnread(tx: Db, unread: readonly Uint8Array[], now: number): Promise<number> {
  if (unread.length === 0) return 0;
  const [today, last] = [dayOf(now), dayOf(now - UNREAD_DAYS * DAY)];
  await tx.$executeRaw`
    UPDATE intake SET unread_since = ${today}::date WHERE unread_since IS NULL AND id = ${anyOf(unread)}`;
  return await tx.$executeRaw`DELETE FROM intake WHERE unread_since < ${last}::date AND id = ${anyOf(unread)}`;
}

interface Row {
  readonly id: Uint8Array;
  readonly body: Uint8Array;
}

function readRow(keys: readonly EpochKey[], { id, body }: Row): WaitingItem | undefined {
  try {
    for (const { id: epoch, key } of keys) {
      const opened = openUnder([key], id, body);
      if (opened === undefined) continue;
      const read = item.safeParse(opened);
      // One that an earlier version wrote, which nobody understands, must not keep the others back.
      return read.success ? { id, epoch, item: read.data } : undefined;
    }
    return undefined;
  } catch (error) {
    // A row that was changed is as lost as one whose key is gone.
    if (error instanceof SealError) return undefined;
    throw error;
  }
}

const anyOf = (ids: readonly Uint8Array[]): Prisma.Sql => {
  const hex = ids.map((id) => Buffer.from(id).toString('hex'));
  return Prisma.sql`ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${hex}::text[]) AS k))`;
};

const dayOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

const lookupUnder = (epoch: EpochKey, lookup: string): Buffer => hashUnder(epoch, `intake ${lookup}`);

const hashUnder = ({ key }: EpochKey, what: string): Buffer =>
  createHmac('sha256', key).update(what).digest().subarray(0, 16);
