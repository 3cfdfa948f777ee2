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

/** Records who may be reminded. The last choice of a chat counts, and lifts a block. */
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
      slot = CASE WHEN EXCLUDED.person_id IS NULL THEN contact.slot ELSE EXCLUDED.slot END, seq = EXCLUDED.seq,
      blocked_on = NULL`;
}

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
    UPDATE contact SET reminders = false, address_sealed = NULL
    FROM (
      SELECT others.place FROM (
        SELECT coalesce(x.person, own.person_id) AS person, CASE WHEN x.person IS NULL THEN own.slot ELSE x.slot END AS slot
        FROM written
        JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(chat text, key text, person text, slot text) USING (chat)
        LEFT JOIN LATERAL (
          SELECT person_id, slot FROM contact WHERE contact.key = decode(x.key, 'hex') OFFSET 0
        ) AS own ON true
      ) AS stopped
      CROSS JOIN LATERAL (
        SELECT c.ctid AS place FROM contact c
        WHERE c.person_id = stopped.person AND c.reminders AND ${PROVEN}
          AND NOT encode(c.key, 'hex') = ANY (${keys}::text[]) FOR UPDATE OF c
      ) AS others
      WHERE ${provenAs(Prisma.sql`stopped.person`, Prisma.sql`stopped.slot`)}
    ) AS found
    WHERE contact.ctid = found.place`;
}

/** Reminders in a chat that was asked about them speak its language. */
export function noteLanguages(
  chosen: readonly { readonly chat: string; readonly key: Buffer; readonly language: string }[],
): TurnChange {
  const rows = chosen.map(({ chat, key, language }) => ({ chat, key: key.toString('hex'), language }));
  return Prisma.sql`
    UPDATE contact SET language = found.language
    FROM (
      SELECT x.language, c.place FROM written
      JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(chat text, key text, language text) USING (chat)
      CROSS JOIN LATERAL (
        SELECT ctid AS place FROM contact WHERE contact.key = decode(x.key, 'hex') FOR UPDATE
      ) AS c
    ) AS found
    WHERE contact.ctid = found.place`;
}

/** Of a chat that may be reminded: it is about the person who was here last about their pledge, and was used last of theirs. */
export function noteUse(
  pledges: readonly { readonly chat: string; readonly key: Buffer; readonly person: ContactPerson }[],
): TurnChange {
  const rows = pledges.map(({ chat, key, person }) => ({ chat, key: key.toString('hex'), ...person }));
  // One look into the index for each: joined, a table without statistics would be read whole.
  return Prisma.sql`
    UPDATE contact SET person_id = found.id, slot = found.slot, seq = nextval(pg_get_serial_sequence('contact', 'seq'))
    FROM (
      SELECT x.id, x.slot, c.place FROM written
      JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(chat text, key text, id text, slot text) USING (chat)
      CROSS JOIN LATERAL (
        SELECT ctid AS place FROM contact WHERE contact.key = decode(x.key, 'hex') FOR UPDATE
      ) AS c
    ) AS found
    WHERE contact.ctid = found.place`;
}

/** Records that a person blocked the bot: their address goes, and nobody writes to them any more. */
export async function recordBlocked(db: Db, blocked: { key: Buffer; channel: string; day: string }): Promise<void> {
  await db.$executeRaw`
    INSERT INTO contact (key, channel, language, reminders, blocked_on)
    VALUES (${blocked.key}, ${blocked.channel}, 'id', false, ${blocked.day}::date)
    ON CONFLICT (key) DO UPDATE SET reminders = false, address_sealed = NULL, blocked_on = EXCLUDED.blocked_on`;
}
