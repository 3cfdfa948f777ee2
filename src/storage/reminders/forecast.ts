/** What a plan would be, with nothing written: how many would be told what on a day, as things stand now. */
import type { IsoDay } from '../../domain/election.ts';
import type { Duty } from '../../domain/reminder.ts';
import type { Db } from '../db.ts';
import { Prisma } from '../generated/client.ts';
import { audience } from './audience.ts';
import { isUninvited } from './invited.ts';
import { isUntold, yieldingTo } from './places.ts';

/** How many chats of a channel, of people of an OPD. */
export interface Heard {
  readonly channel: string;
  /** `null` where nobody knows. */
  readonly office: string | null;
  readonly count: number;
}

/**
 * Whom the messages of one day would reach. Whoever is told one thing on that day is not told another: the first counts.
 *
 * @param duties of one day that are not planned yet, in the order they will be
 * @returns in the order of `duties`
 */
export async function forecast(db: Db, day: IsoDay, duties: readonly Duty[]): Promise<readonly (readonly Heard[])[]> {
  if (duties.length === 0) return [];
  const asked = duties.map(
    ({ election, kind }, nth) => Prisma.sql`
      SELECT ${nth}::int AS nth, a.* FROM (${audience(election.id, kind)}) AS a
      WHERE ${isUninvited(election.id, kind)} AND ${isUntold(day, yieldingTo(kind))}`,
  );
  const rows = await db.$queryRaw<(Heard & { nth: number })[]>`
    WITH heard AS (
      SELECT DISTINCT ON (contact) nth, contact, channel FROM (${Prisma.join(asked, ' UNION ALL ')}) AS asked
      ORDER BY contact, nth
    )
    SELECT nth, heard.channel, o.name AS office, count(*)::int AS count
    FROM heard JOIN contact c ON c.key = heard.contact
      LEFT JOIN person p ON p.id = c.person_id LEFT JOIN office o ON o.id = p.office_id
    GROUP BY nth, heard.channel, o.name ORDER BY o.name, heard.channel`;
  return duties.map((_, nth) =>
    rows.filter((row) => row.nth === nth).map(({ channel, office, count }) => ({ channel, office, count })),
  );
}
