/** What goes wrong while evidence is fetched: each piece is secured in the end, or its sender hears that it is not. */
import { test } from 'vitest';
import { eventually } from './bot.ts';
import { pastLeases } from './kills.ts';
import { expectAllFiled, expectErased, type ReportRig, reportRig, sweep } from './report-rig.ts';
import { allDone, behindAGate, byPolling } from './rig.ts';
import { postgresStore } from './store.ts';

const PEOPLE = 8;
const FILE = { methods: ['file'], times: 1 };

const asked = (house: ReportRig): Promise<true> =>
  eventually(async () => ((await house.crowd.bot.calls('file')).length > 0 ? true : undefined), 'the fetch of a file');

test('a file that is gone, one cut short, one that takes for ever: nobody waits for somebody else’s', async () => {
  const house = await reportRig(postgresStore, PEOPLE);
  const { crowd } = house;
  await crowd.bot.fault({ ...FILE, fault: { how: 'hold' } });
  await crowd.bot.fault({ ...FILE, fault: { how: 'error', code: 404, description: 'Not Found' } });
  await crowd.bot.fault({ ...FILE, fault: { how: 'cut' } });
  const bot = await house.bot();
  await bot.startUp();
  crowd.begin();
  await crowd.until(({ finished }) => finished === PEOPLE - 1);
  await crowd.bot.tell('mend');
  await crowd.finish();
  await allDone(house);
  await sweep(house);
  await bot.end('SIGTERM');
  await expectAllFiled(house, { failed: 1 });
  await expectErased(house);
});

test('the database goes away while a file is fetched, and comes back', async () => {
  const house = await reportRig(postgresStore, PEOPLE);
  const { crowd } = house;
  const { gate, one } = await behindAGate(house, byPolling);
  await crowd.bot.fault({ ...FILE, fault: { how: 'hold' } });
  await one.startUp();
  crowd.begin();
  await asked(house);
  await gate.shut();
  await crowd.bot.tell('mend');
  const failed = async () => (one.output.includes('an errand failed') ? true : undefined);
  await eventually(failed, 'a piece that cannot be kept');
  await gate.open();
  await pastLeases(house.store);
  await crowd.finish();
  await allDone(house);
  await sweep(house);
  await one.end('SIGTERM');
  await expectAllFiled(house);
  await expectErased(house);
});
