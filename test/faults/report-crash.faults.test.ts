/**
 * The bot is killed again and again at random moments while people report something, in brief and in full, and others come back
 * with a code to read, to write, to add evidence and to withdraw; and so is the sweep that takes in what they told. Nobody is
 * shown a code that opens nothing, nothing is filed twice, no piece of evidence is lost without a word, and what was to be
 * forgotten is.
 */
import { expect, test } from 'vitest';
import { chance, pastLeases, someMoment, WAYS } from './kills.ts';
import { expectAllFiled, expectErased, killedSweep, reportRig, sweep } from './report-rig.ts';
import { allDone, byWebhook, command } from './rig.ts';

const REPORTERS = 18;
const RETURNING = 6;
const PEOPLE = REPORTERS + RETURNING;
const KILLS = 8;
const SWEEPS_KILLED = 2;

test.each(WAYS)('by %s on %s', async (mode, _, openStore) => {
  const { seed, draw } = chance();
  const house = await reportRig(openStore, REPORTERS, seed, RETURNING);
  const { store, crowd } = house;
  const bot = await house.bot(mode === 'webhook' ? byWebhook : undefined);

  crowd.begin();
  for (let n = 0; n < KILLS; n += 1) {
    bot.start();
    await someMoment(crowd, draw, 32);
    await bot.end('SIGKILL');
    crowd.mourn();
    // A sweep may come at any time, also while a crash has left things half done. The last is killed too.
    if (n === KILLS - 1) await killedSweep(house, draw, 1000);
    else if (n % store.lookEvery === 0) await sweep(house);
    await pastLeases(store);
  }
  expect(crowd.progress.finished).toBeLessThan(PEOPLE);

  bot.start();
  await crowd.finish();
  await allDone(house);
  // What came to its end since the last sweep waits now.
  const begun = performance.now();
  await command(house, 'report', 'list');
  const usualMs = performance.now() - begun;
  for (let n = 0; n < SWEEPS_KILLED; n += 1) await killedSweep(house, draw, usualMs);
  expect(await command(house, 'report', 'sweep')).not.toBe('');
  await bot.end('SIGTERM');
  await expectAllFiled(house);
  await expectErased(house);
});
