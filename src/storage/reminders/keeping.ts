/** Reminders are kept while they can be of use; then what became of them stays, and nothing about whose they were. */
import type { Db } from '../db.ts';
import { forgetReceipts } from './receipts.ts';

/** Days after the voting day. */
const KEPT_DAYS = 30;

/**
 * Erases the rows of reminders whose election was more than 30 days ago. Their totals stay with the run. Receipts of a week ago are
 * waited for no longer.
 *
 * @param now ms since 1970
 * @returns how many rows
 */
export async function tidyReminders(db: Db, now: number): Promise<number> {
  await forgetReceipts(db, now);
  const before = new Date(now - KEPT_DAYS * 86_400_000).toISOString().slice(0, 10);
  return db.$executeRaw`
    WITH old AS (
      SELECT run.id FROM reminder_run run LEFT JOIN election e ON e.id = run.election_id
      WHERE greatest(run.day, e.voting_day) < ${before} AND run.totals IS NULL
    ),
    counted AS (
      SELECT r.run_id, r.channel, r.state, r.why, count(*)::int AS count
      FROM reminder r JOIN old ON old.id = r.run_id GROUP BY r.run_id, r.channel, r.state, r.why
    ),
    figures AS (
      SELECT run_id, jsonb_agg(
        jsonb_build_object('channel', channel, 'state', state, 'why', why, 'count', count)
        ORDER BY channel, state, why
      ) AS totals
      FROM counted GROUP BY run_id
    ),
    kept AS (
      UPDATE reminder_run run SET totals = coalesce(figures.totals, '[]'::jsonb)
      FROM old LEFT JOIN figures ON figures.run_id = old.id WHERE run.id = old.id
    )
    DELETE FROM reminder USING old WHERE reminder.run_id = old.id`;
}
