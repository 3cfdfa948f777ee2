/** When to kill a bot, and what a killed one leaves behind. */
import type { Crowd } from '../support/crowd/client.ts';
import type { Draw } from '../support/random.ts';
import type { Store } from './store.ts';

/**
 * Mostly in the middle of work, sometimes while it starts.
 *
 * @param most messages of the bot until then
 */
export async function someMoment(crowd: Crowd, draw: Draw, most: number): Promise<void> {
  if (draw(6) === 0) {
    await new Promise((resolve) => setTimeout(resolve, draw(1500)));
  } else {
    const enough = crowd.progress.heard + 1 + draw(most);
    await crowd.until(({ heard, finished }) => heard >= enough || finished === crowd.size);
  }
}

/**
 * A process that was killed keeps its leases (polling, unsent replies, errands) until their time is over. Again and again that
 * would only take long, so that time is taken as past; after the last kill it passes by itself.
 */
export const pastLeases = (store: Store): Promise<void> =>
  store.look(async ({ db, kind }) => {
    if (kind === 'pglite') return;
    await db.$executeRaw`UPDATE outbox SET due = clock_timestamp() - interval '1 second'`;
    await db.$executeRaw`UPDATE errand SET due = clock_timestamp() - interval '1 second'`;
    await db.$executeRaw`UPDATE lease SET until = clock_timestamp() - interval '1 second'`;
  });
