/** Stops runs for a while, and lets them go on: every process looks before each handful that it takes. */
import type { Db } from '../db.ts';

/** @returns those that were going on, and are paused now */
export async function pauseRuns(db: Db, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE reminder_run SET state = 'paused' WHERE id = ANY (${ids}::text[]) AND state = 'running' RETURNING id`;
  return rows.map(({ id }) => id);
}

/**
 * Also of one that the calendar has cancelled the pause is over: should it come back, it goes on.
 *
 * @returns those that were paused, and go on now
 */
export async function resumeRuns(db: Db, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ id: string; state: string }[]>`
    UPDATE reminder_run SET state = CASE state WHEN 'paused' THEN 'running' ELSE state END, was_paused = false
    WHERE id = ANY (${ids}::text[]) AND (state = 'paused' OR was_paused) RETURNING id, state`;
  return rows.filter(({ state }) => state === 'running').map(({ id }) => id);
}
