import type { Db } from './db.ts';

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
