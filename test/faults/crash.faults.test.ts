/**
 * The bot is killed twenty times at random moments while a hundred people make their pledges and is started again at once.
 * Nothing that was said to be recorded is ever missing, nothing happens twice, nobody is left without an answer.
 */
import { expect, test } from 'vitest';
import type { Crowd } from '../support/crowd/client.ts';
import { chance, pastLeases, someMoment, WAYS } from './kills.ts';
import { allDone, byWebhook, expectAllOnce, rig } from './rig.ts';
import { indexOf, recorded, type Store } from './store.ts';

const PEOPLE = 100;
const KILLS = 20;

test.each(WAYS)('by %s on %s', async (mode, _, openStore) => {
  const { seed, draw } = chance();
  const house = await rig(openStore, PEOPLE, seed);
  const { store, crowd } = house;
  const bot = await house.bot(mode === 'webhook' ? byWebhook : undefined);

  crowd.begin();
  for (let n = 0; n < KILLS; n += 1) {
    bot.start();
    await someMoment(crowd, draw, 60);
    await bot.end('SIGKILL');
    if (n % store.lookEvery === 0) await nothingMissing(store, crowd);
    if (n < KILLS - 1) await pastLeases(store);
  }
  expect(crowd.progress.finished).toBeLessThan(PEOPLE);

  bot.start();
  await crowd.finish();
  await allDone(house);
  await bot.end('SIGTERM');
  await expectAllOnce(house);
});

/** Of what people have read, before the next life of the bot could make up for it. */
async function nothingMissing(store: Store, crowd: Crowd): Promise<void> {
  const { acknowledged } = await crowd.report();
  const known = await recorded(store);
  expect(acknowledged.filter((nip) => !known.has(indexOf(nip)))).toEqual([]);
}
