/**
 * What the report side was told waits here, opaque, until a sweep takes it in: a row says neither what it is nor to which
 * report it belongs, and both its seal and its index come from an epoch key that is destroyed after a day.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { EpochKey } from '../secrecy/epoch.ts';
import { openUnder, SealError, sealUnder } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import type { TurnChange } from './turns.ts';

const piece = z.object({ id: z.string(), original: z.string().exactOptional() });
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
    pieces: z.array(piece),
  }),
  z.object({
    kind: z.literal('letter'),
    lookup: z.string(),
    at: z.number(),
    body: z.base64(),
    pieces: z.array(piece),
  }),
  z.object({ kind: z.literal('withdrawal'), lookup: z.string(), at: z.number() }),
]);

/** What the report side was told: a report, a letter of the reporter's, or that a report is withdrawn. */
export type IntakeItem = z.infer<typeof item>;

/** An item with the chat (hex) whose turn told it. */
export type IntakeDue = { readonly item: IntakeItem; readonly chat: string };

/** An item as it waits. */
export interface WaitingItem {
  readonly id: Uint8Array;
  readonly item: IntakeItem;
}

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

const sealedRow = (epoch: EpochKey, told: IntakeItem, id: Buffer) => ({
  id: id.toString('base64'),
  lookup: lookupUnder(epoch, told.lookup).toString('base64'),
  body: sealUnder(epoch.key, id, told, true).toString('base64'),
});

/** What waits for a report, by its lookup id (hex). */
export async function findIntake(db: Db, living: readonly EpochKey[], lookup: string): Promise<readonly IntakeItem[]> {
  const wanted = living.map((epoch) => lookupUnder(epoch, lookup).toString('hex'));
  const rows = await db.$queryRaw<{ id: Uint8Array; body: Uint8Array }[]>`
    SELECT id, body FROM intake
    WHERE lookup = ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${wanted}::text[]) AS k))`;
  return rows.flatMap((row) => read(living, row)?.item ?? []);
}

/**
 * All that waits, locked until the transaction ends. What none of the keys opens is counted and stays: with another folder of
 * keys that would be every report there is.
 *
 * @param living asked once the rows are locked: a key that was made meanwhile is among them
 */
export async function lockIntake(
  tx: Db,
  living: () => Promise<readonly EpochKey[]>,
): Promise<{ readonly waiting: readonly WaitingItem[]; readonly lost: number; readonly ids: readonly Uint8Array[] }> {
  const rows = await tx.$queryRaw<{ id: Uint8Array; body: Uint8Array }[]>`
    SELECT id, body FROM intake ORDER BY id FOR UPDATE`;
  const keys = await living();
  const waiting = rows.flatMap((row) => read(keys, row) ?? []);
  return { waiting, lost: rows.length - waiting.length, ids: waiting.map(({ id }) => id) };
}

/**
 * How much waits; `unreadable`: of it, what none of these keys opens. Sweeping with these keys would lose that.
 */
export async function countIntake(
  db: Db,
  living: readonly EpochKey[],
): Promise<{ readonly waiting: number; readonly unreadable: number }> {
  const rows = await db.intake.findMany({ select: { id: true, body: true } });
  return { waiting: rows.length, unreadable: rows.filter((row) => read(living, row) === undefined).length };
}

export async function clearIntake(tx: Db, ids: readonly Uint8Array[]): Promise<void> {
  const hex = ids.map((id) => Buffer.from(id).toString('hex'));
  await tx.$executeRaw`
    DELETE FROM intake WHERE id = ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${hex}::text[]) AS k))`;
}

function read(
  living: readonly EpochKey[],
  { id, body }: { id: Uint8Array; body: Uint8Array },
): WaitingItem | undefined {
  try {
    const opened = openUnder(
      living.map(({ key }) => key),
      id,
      body,
    );
    return opened === undefined ? undefined : { id, item: item.parse(opened) };
  } catch (error) {
    // A row that was changed is as lost as one whose key is gone.
    if (error instanceof SealError) return undefined;
    throw error;
  }
}

const lookupUnder = (epoch: EpochKey, lookup: string): Buffer => hashUnder(epoch, `intake ${lookup}`);

const hashUnder = ({ key }: EpochKey, what: string): Buffer =>
  createHmac('sha256', key).update(what).digest().subarray(0, 16);
