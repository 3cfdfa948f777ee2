import type { Db } from './db.ts';

/**
 * What was chosen about reminders, by contact (hex). Absent where nothing was, and where the bot was blocked since: whoever
 * writes again is a chat like a new one.
 */
export async function findChoices(db: Db, contacts: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
  const rows = await db.$queryRaw<{ contact: string; reminders: boolean }[]>`
    SELECT encode(key, 'hex') AS contact, reminders FROM contact
    WHERE blocked_on IS NULL AND key = ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${contacts}::text[]) AS k))`;
  return new Map(rows.map(({ contact, reminders }) => [contact, reminders]));
}
