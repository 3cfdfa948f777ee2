/** Whether a service works on this database, as far as it can be seen from here. */
import type { Db } from './db.ts';

/** The queue of a service notes every half minute that it looked at its schedules. */
const SILENT_S = 90;

/** Whether a service was heard of within the last minute and a half. */
export async function isServed(db: Db): Promise<boolean> {
  const [queue] = await db.$queryRaw<{ exists: boolean }[]>`SELECT to_regclass('pgboss.version') IS NOT NULL AS exists`;
  if (queue?.exists !== true) return false;
  const [heard] = await db.$queryRaw<{ lately: boolean | null }[]>`
    SELECT bool_or(cron_on > clock_timestamp() - ${SILENT_S} * interval '1 second') AS lately FROM pgboss.version`;
  return heard?.lately === true;
}
