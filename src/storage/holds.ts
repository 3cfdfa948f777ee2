/** Pauses that a platform asked the whole bot for, told to all processes. */
import type { Db } from './db.ts';

/** Nothing goes out on a channel before it is over, answers and reminders alike. */
export async function holdChannel(db: Db, channel: string, ms: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO budget (channel, tokens, at, held_until, all_held_until)
    SELECT ${channel}, 0, clock_timestamp(), until, until
    FROM (SELECT clock_timestamp() + ${ms} * interval '1 millisecond' AS until) AS hold
    ON CONFLICT (channel) DO UPDATE SET held_until = greatest(budget.held_until, EXCLUDED.held_until),
      all_held_until = greatest(budget.all_held_until, EXCLUDED.all_held_until)`;
}

/** The channels that are held, and for how long still, ms. */
export async function heldChannels(db: Db): Promise<readonly { readonly channel: string; readonly ms: number }[]> {
  return db.$queryRaw<{ channel: string; ms: number }[]>`
    SELECT channel, extract(epoch FROM all_held_until - clock_timestamp())::float8 * 1000 AS ms
    FROM budget WHERE all_held_until > clock_timestamp()`;
}
