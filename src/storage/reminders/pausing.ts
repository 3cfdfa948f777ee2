/** Stops runs for a while, and lets them go on: every process looks before each handful that it takes. */
import type { Db } from '../db.ts';

/** @returns those that were going on, and are paused now */
export const pauseRuns = (db: Db, ids: readonly string[]): Promise<readonly string[]> =>
  change(db, ids, 'running', 'paused');

/** @returns those that were paused, and go on now */
export const resumeRuns = (db: Db, ids: readonly string[]): Promise<readonly string[]> =>
  change(db, ids, 'paused', 'running');

async function change(
  db: Db,
  ids: readonly string[],
  from: 'running' | 'paused',
  to: 'running' | 'paused',
): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE reminder_run SET state = ${to} WHERE id = ANY (${ids}::text[]) AND state = ${from} RETURNING id`;
  return rows.map(({ id }) => id);
}
