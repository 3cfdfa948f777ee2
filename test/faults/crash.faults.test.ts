/**
 * The bot is killed twenty times at random moments while a hundred people make their pledges (on PGlite, which does one thing at
 * a time, sixty and twelve times), and is started again at once.
 * Nothing that was said to be recorded is ever missing, nothing happens twice, nobody is left without an answer.
 */
import { expect, test } from 'vitest';
import type { Crowd } from '../support/crowd/client.ts';
import { chance, pastLeases, someMoment, WAYS } from './kills.ts';
import { byWebhook, expectAllOnce, rig } from './rig.ts';
import { indexOf, recorded, type Store } from './store.ts';

const SIZES = { PostgreSQL: { people: 100, kills: 20 }, PGlite: { people: 100, kills: 20 } } as const;

test.each(WAYS)('by %s on %s', async (mode, kept, openStore) => {
  const { people, kills } = SIZES[kept];
  const { seed, draw } = chance();
  const house = await rig(openStore, people, seed);
  const { store, crowd } = house;
  const bot = await house.bot(mode === 'webhook' ? byWebhook : undefined);

  crowd.begin();
  for (let n = 0; n < kills; n += 1) {
    bot.start();
    await someMoment(crowd, draw, 60);
    await bot.end('SIGKILL');
    if (n % store.lookEvery === 0) await nothingMissing(store, crowd);
    if (n < kills - 1) await pastLeases(store);
  }
  expect(crowd.progress.finished).toBeLessThan(people);

  bot.start();
  await crowd.finish();
  // What the last that was killed had sent and not forgotten is sent again when its time is over.
  const unsent = (): Promise<number> => store.look(({ db }) => db.outbox.count());
  if (kept === 'PostgreSQL') await expect.poll(unsent, { timeout: 60_000, interval: 200 }).toBe(0);
  await bot.end('SIGTERM');
  await expectAllOnce(house);
});

/** Of what people have read, before the next life of the bot could make up for it. */
async function nothingMissing(store: Store, crowd: Crowd): Promise<void> {
  const { acknowledged } = await crowd.report();
  const known = await recorded(store);
  expect(acknowledged.filter((nip) => !known.has(indexOf(nip)))).toEqual([]);
}
