import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import { PROVEN, provenAs } from './reminders/audience.ts';
import type { TurnChange } from './turns.ts';

export interface ReminderChoice {
  /** The chat (hex) whose turn it was. */
  readonly chat: string;
  /** Blind index of the address. */
  readonly key: Buffer;
  readonly channel: string;
  /** Only of those who agreed. */
  readonly addressSealed?: Buffer;
  readonly language: string;
  readonly reminders: boolean;
  readonly person?: ContactPerson;
}

/** Whose reminders a chat gets: the person, and where their pledge stands (`slotColumn`). */
export interface ContactPerson {
  readonly id: string;
  readonly slot: string;
}

/** Records who may be reminded. The last choice of a chat counts, and lifts a block; where it is a no, nobody asks when it was. */
export function chooseReminders(choices: readonly ReminderChoice[]): TurnChange {
  const rows = choices.map((choice) => ({
    chat: choice.chat,
    key: choice.key.toString('hex'),
    channel: choice.channel,
    address: choice.addressSealed?.toString('base64'),
    language: choice.language,
    reminders: choice.reminders,
    person: choice.person?.id,
    slot: choice.person?.slot,
  }));
  return Prisma.sql`
    INSERT INTO contact (key, channel, address_sealed, language, reminders, person_id, slot)
    SELECT decode(key, 'hex'), channel, decode(address, 'base64'), language, reminders, person, slot
    FROM written JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS x(chat text, key text, channel text, address text, language text, reminders boolean, person text, slot text) USING (chat)
    ORDER BY key
    ON CONFLICT (key) DO UPDATE SET address_sealed = EXCLUDED.address_sealed, language = EXCLUDED.language,
      reminders = EXCLUDED.reminders, person_id = coalesce(EXCLUDED.person_id, contact.person_id),
      slot = CASE WHEN EXCLUDED.person_id IS NULL THEN contact.slot ELSE EXCLUDED.slot END,
      seq = CASE WHEN EXCLUDED.reminders THEN EXCLUDED.seq ELSE contact.seq END, blocked_on = NULL`;
}

/*
 * What follows changes only rows that are there. They are found by one look into the index for each, since a table without
 * statistics would be read whole for a join, and written over their keys: whoever waited for another writer of the same row finds
 * it where it is by then.
 */

/**
 * Whoever stops reminders in a chat that was shown to be theirs hears nothing in their other such chats either: they were told
 * that no reminders are sent, not that another chat takes over.
 */
export function stopElsewhere(choices: readonly ReminderChoice[]): TurnChange {
  const keys = choices.map(({ key }) => key.toString('hex'));
  const rows = choices
    .filter(({ reminders }) => !reminders)
    .map(({ chat, key, person }) => ({ chat, key: key.toString('hex'), person: person?.id, slot: person?.slot }));
  return Prisma.sql`
    INSERT INTO contact (key, channel, language, reminders, person_id, seq)
    SELECT DISTINCT ON (others.key) others.key, others.channel, others.language, false, others.person_id, others.seq FROM (
      SELECT coalesce(x.person, own.person_id) AS person, CASE WHEN x.person IS NULL THEN own.slot ELSE x.slot END AS slot
      FROM written
      JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(chat text, key text, person text, slot text) USING (chat)
      LEFT JOIN LATERAL (
        SELECT person_id, slot FROM contact WHERE contact.key = decode(x.key, 'hex') OFFSET 0
      ) AS own ON true
    ) AS stopped
    CROSS JOIN LATERAL (
      SELECT c.key, c.channel, c.language, c.person_id, c.seq FROM contact c
      WHERE c.person_id = stopped.person AND c.reminders AND ${PROVEN}
        AND NOT encode(c.key, 'hex') = ANY (${keys}::text[]) OFFSET 0
    ) AS others
    WHERE ${provenAs(Prisma.sql`stopped.person`, Prisma.sql`stopped.slot`)}
    ORDER BY others.key
    ON CONFLICT (key) DO UPDATE SET reminders = false, address_sealed = NULL
    WHERE contact.person_id = EXCLUDED.person_id`;
}

/** Reminders in a chat that was asked about them speak its language. */
export function noteLanguages(
  chosen: readonly { readonly chat: string; readonly key: Buffer; readonly language: string }[],
): TurnChange {
  const rows = chosen.map(({ chat, key, language }) => ({ chat, key: key.toString('hex'), language }));
  return Prisma.sql`
    INSERT INTO contact (key, channel, language, reminders, seq)
    SELECT DISTINCT ON (c.key) c.key, c.channel, x.language, c.reminders, c.seq FROM written
    JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(chat text, key text, language text) USING (chat)
    CROSS JOIN LATERAL (
      SELECT key, channel, reminders, seq FROM contact WHERE contact.key = decode(x.key, 'hex') OFFSET 0
    ) AS c
    ORDER BY c.key
    ON CONFLICT (key) DO UPDATE SET language = EXCLUDED.language`;
}

/** Of a chat that may be reminded: it is about the person who was here last about their pledge, and was used last of theirs. */
export function noteUse(
  pledges: readonly { readonly chat: string; readonly key: Buffer; readonly person: ContactPerson }[],
): TurnChange {
  const rows = pledges.map(({ chat, key, person }) => ({ chat, key: key.toString('hex'), ...person }));
  return Prisma.sql`
    INSERT INTO contact (key, channel, language, reminders, person_id, slot)
    SELECT DISTINCT ON (c.key) c.key, c.channel, c.language, c.reminders, x.id, x.slot FROM written
    JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(chat text, key text, id text, slot text) USING (chat)
    CROSS JOIN LATERAL (
      SELECT key, channel, language, reminders FROM contact WHERE contact.key = decode(x.key, 'hex') OFFSET 0
    ) AS c
    ORDER BY c.key
    ON CONFLICT (key) DO UPDATE SET person_id = EXCLUDED.person_id, slot = EXCLUDED.slot, seq = EXCLUDED.seq`;
}

/** Records that a person blocked the bot: their address goes, and nobody writes to them any more. */
export async function recordBlocked(db: Db, blocked: { key: Buffer; channel: string; day: string }): Promise<void> {
  await db.$executeRaw`
    INSERT INTO contact (key, channel, language, reminders, blocked_on)
    VALUES (${blocked.key}, ${blocked.channel}, 'id', false, ${blocked.day}::date)
    ON CONFLICT (key) DO UPDATE SET reminders = false, address_sealed = NULL, blocked_on = EXCLUDED.blocked_on`;
}
