/** When to kill a bot, and what a killed one leaves behind. */
import { onTestFailed } from 'vitest';
import type { Crowd } from '../support/crowd/client.ts';
import { type Draw, seeded } from '../support/random.ts';
import { pgliteStore, postgresStore, type Store } from './store.ts';

/** All the ways a bot runs: how it hears, and what it keeps things in. */
export const WAYS = [
  ['webhook', 'PGlite', pgliteStore],
  ['polling', 'PGlite', pgliteStore],
  ['webhook', 'PostgreSQL', postgresStore],
  ['polling', 'PostgreSQL', postgresStore],
] as const;

/** Chance that can be had again: a test that fails says how. */
export function chance(): { readonly seed: number; readonly draw: Draw } {
  const seed = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000);
  onTestFailed(() => console.error(`to repeat: FAULTS_SEED=${seed}`));
  return { seed, draw: seeded(seed) };
}

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
