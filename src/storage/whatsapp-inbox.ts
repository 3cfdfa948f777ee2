/**
 * Messages that came over WhatsApp, from before they are acknowledged until their turn is written.
 *
 * WhatsApp is told that a message arrived before anybody could handle it, and then never delivers it again; so it is written
 * down here first. A row lies here for seconds, holds no time, and is sealed under the key of its hour: what people write can
 * be forgotten.
 *
 * There is no memory of what was handled. A message that is delivered once more after its row has gone waits here once more,
 * behind those that came since; its turn finds its id among those the session has handled, changes nothing, and only has
 * unsent replies sent. So no effect is doubled, and no order is lost.
 */
import { blind } from '../secrecy/blind.ts';
import { EPOCH_HOURS, type EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import { openUnder, SealError, sealUnder } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';

/** A message as the channel decoded it. */
export interface InboxMessage {
  /** Where it was written; with the message's id it names the message. Never stored in the clear. */
  readonly chat: string;
  readonly id: string;
  /** JSON. */
  readonly body: unknown;
}

/** A message that was not handled yet. */
export interface WaitingMessage {
  /** Hex; for {@link forgetMessages}. */
  readonly name: string;
  /** Its place in the order of arrival. */
  readonly seq: bigint;
  /** Whoever takes it checks its shape: a former version may have written it. */
  readonly body: unknown;
}

const HOUR = 3_600_000;

/**
 * What a message is called here. As JSON: the sender makes up the id, and must not be able to make it up so that it names a
 * message of another chat.
 */
export const messageName = (keys: Keys, { chat, id }: Pick<InboxMessage, 'chat' | 'id'>): string =>
  blind(keys, 'whatsapp.inbox.index', JSON.stringify([chat, id])).toString('hex');

/**
 * Writes messages down, as part of a statement of the owner: `put` has the names of those that did not wait already. Those of
 * one holder are seen in the order in which they are counted: whoever has read one has no earlier one still to come.
 */
export function messagesPut(keys: Keys, epoch: EpochKey, messages: readonly InboxMessage[]): Prisma.Sql {
  const rows = messages.map((message) => {
    const n = messageName(keys, message);
    return { n, b: sealUnder(epoch.key, Buffer.from(n, 'hex'), message.body, true).toString('base64') };
  });
  return Prisma.sql`
    put AS (
      INSERT INTO whatsapp_inbox (name, body, until)
      SELECT decode(value ->> 'n', 'hex'), decode(value ->> 'b', 'base64'), ${lastDay(epoch)}::date
      FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) WITH ORDINALITY
      WHERE EXISTS (SELECT FROM owner)
      ORDER BY ordinality
      ON CONFLICT (name) DO NOTHING
      RETURNING name
    )`;
}

/**
 * Messages that wait, oldest first. Those that no key opens are deleted on the way: their key was destroyed after its day, or
 * they were changed.
 *
 * @param living all epoch keys; asked once the rows are read, so that a key that was made meanwhile is among them
 * @param after only those behind this place
 * @returns fewer than the limit also when more wait, but none only when none do; `lost`: how many were deleted
 */
export async function waitingMessages(
  db: Db,
  living: () => Promise<readonly EpochKey[]>,
  limit: number,
  after = 0n,
): Promise<{ readonly messages: readonly WaitingMessage[]; readonly lost: number }> {
  for (let lost = 0; ; ) {
    const rows = await db.$queryRaw<{ name: string; seq: bigint; body: Uint8Array }[]>`
      SELECT encode(name, 'hex') AS name, seq, body FROM whatsapp_inbox
      WHERE seq > ${after}::bigint ORDER BY seq LIMIT ${limit}`;
    const candidates = (await living()).map(({ key }) => key);
    const read = rows.map(({ body, ...row }) => ({ ...row, body: opened(candidates, row.name, body) }));
    const unreadable = read.filter(({ body }) => body === undefined).map(({ name }) => name);
    if (unreadable.length > 0) await forgetMessages(db, unreadable);
    lost += unreadable.length;
    const messages = read.filter(({ body }) => body !== undefined);
    if (messages.length > 0 || rows.length === 0) return { messages, lost };
  }
}

/** Forgets messages whose turns are written. */
export async function forgetMessages(db: Db, names: readonly string[]): Promise<void> {
  await db.$executeRaw`DELETE FROM whatsapp_inbox WHERE ${isOneOf(names)}`;
}

/** The same, as part of a statement of the owner. */
export const messagesForgotten = (names: readonly string[]): Prisma.Sql =>
  Prisma.sql`forgotten AS (DELETE FROM whatsapp_inbox WHERE ${isOneOf(names)} AND EXISTS (SELECT FROM owner))`;

const isOneOf = (names: readonly string[]): Prisma.Sql =>
  Prisma.sql`name = ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${names}::text[]) AS k))`;

/** The day on which the key of a message dies: nobody can read it afterwards. */
const lastDay = ({ id }: EpochKey): string => new Date((id + EPOCH_HOURS) * HOUR).toISOString().slice(0, 10);

function opened(candidates: Parameters<typeof openUnder>[0], name: string, body: Uint8Array): unknown {
  try {
    return openUnder(candidates, Buffer.from(name, 'hex'), body);
  } catch (error) {
    // A row that was changed is as lost as one whose key is gone.
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
