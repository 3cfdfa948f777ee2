/** Two bots on one PostgreSQL take reports: as good as one where they share their folder of keys, and harmless where not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { twoBehindABalancer } from './balancer.ts';
import { expectAllFiled, expectErased, reportRig, sweep } from './report-rig.ts';
import { allDone } from './rig.ts';
import { postgresStore } from './store.ts';

const PEOPLE = 16;

test('two serve the same reports, message by message', async () => {
  const house = await reportRig(postgresStore, PEOPLE);
  const { bots, balancer } = await twoBehindABalancer(house);
  house.crowd.begin();
  await house.crowd.finish();
  await allDone(house);
  await sweep(house);
  await Promise.all(bots.map((bot) => bot.end('SIGTERM')));
  await expectAllFiled(house);
  // Of its last message before the other one answered, each knows the name by itself: that may stay. What people wrote is gone.
  const { filed } = await house.crowd.report();
  expect(filed.flatMap(({ left }) => left).filter((message) => message.startsWith('>'))).toEqual([]);
  for (const answered of balancer.answered) expect(answered).toBeGreaterThan(2 * PEOPLE);
});

test('a second one with another folder of keys takes nothing from the first', async () => {
  const house = await reportRig(postgresStore, PEOPLE);
  const folder = await mkdtemp(join(tmpdir(), 'ikrar-epochs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const first = await house.bot();
  const second = await house.bot(() => ({ EPOCH_DIR: folder }));
  await first.startUp();
  await second.startUp();
  house.crowd.begin();
  // What the second one cannot read it leaves alone for a minute, and with bad luck takes it up first once more.
  await house.crowd.finish(300_000);
  await allDone(house);
  const waiting = await house.store.look(({ db }) => db.intake.count());
  expect(waiting).toBe(PEOPLE);
  await sweep(house, folder);
  expect(await house.store.look(({ db }) => db.intake.count())).toBe(waiting);
  await second.end('SIGTERM');
  await sweep(house);
  await first.end('SIGTERM');
  await expectAllFiled(house);
  await expectErased(house);
});
