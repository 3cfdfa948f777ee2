import type { Db } from './db.ts';
import { PROVEN } from './reminders/audience.ts';

/**
 * What was chosen about reminders, by contact (hex). Absent where nothing was, and where the bot was blocked since: whoever
 * writes again is a chat like a new one.
 */
export async function findChoices(db: Db, contacts: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
  // OFFSET 0 keeps it one look into the index for each: joined, a table without statistics would be read whole.
  const rows = await db.$queryRaw<{ contact: string; reminders: boolean }[]>`
    SELECT asked.contact, c.reminders FROM unnest(${contacts}::text[]) AS asked(contact)
    CROSS JOIN LATERAL (
      SELECT reminders FROM contact WHERE key = decode(asked.contact, 'hex') AND blocked_on IS NULL OFFSET 0
    ) AS c`;
  return new Map(rows.map(({ contact, reminders }) => [contact, reminders]));
}

/** Of these people those who have said no in a chat that was shown to be theirs, and have not begun again in any. */
export async function findDeclined(db: Db, people: readonly string[]): Promise<ReadonlyMap<string, true>> {
  const rows = await db.$queryRaw<{ person: string }[]>`
    SELECT asked.person FROM unnest(${people}::text[]) AS asked(person)
    CROSS JOIN LATERAL (
      SELECT bool_or(c.reminders) AS yes FROM contact c
      WHERE c.person_id = asked.person AND c.blocked_on IS NULL AND ${PROVEN} OFFSET 0
    ) AS said WHERE said.yes = false`;
  return new Map(rows.map(({ person }) => [person, true]));
}
