/** Reminders on both phones of the simulator, from the pledge to the stop: with buttons, and with words to type in their place. */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { Holds } from '../../../src/conversation/holds.ts';
import { ReminderSender } from '../../../src/jobs/reminders/send.ts';
import { createLog } from '../../../src/log.ts';
import { planReminders } from '../../../src/storage/reminders/calendar.ts';
import { openBudget } from '../../../src/storage/reminders/claiming.ts';
import { simulatorHarness } from '../../channels/simulator/open.ts';
import type { Bubble } from '../../support/contract.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { emptyDatabase, fillDatabase } from '../../support/roster.ts';
import { calendarOf, keys, service } from '../../support/shell.ts';
import { ELECTION, NOON, SARI } from '../../support/world.ts';
import { SHARP } from './stage.ts';

const FIRST = '2026-11-21';
const SECOND = '2026-11-22';
const THIRD = '2026-11-23';
const PACE = { perSecond: 1e9, burst: 1e9, manner: 'evenly', tick: [1, 1] } as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptyDatabase(database.db);
  await fillDatabase(database.db);
});
afterAll(() => database.close());

/** A phone that Sari holds, and the service that reminds her there. */
async function open(style: 'buttons' | 'numbers') {
  const { db } = database;
  const { channel, person, unacknowledged } = await simulatorHarness(style).open();
  await openBudget(db, channel.name);
  let now = NOON;
  const { turns, unasked, traffic, quiet } = service(db, calendarOf(), () => now, channel);
  await channel.start((arrival) => turns.receive(arrival));
  onTestFinished(() => channel.stop());
  const log = createLog('silent');
  const clock = { ask: async () => now, now: () => now };
  const also = { calendar: async () => calendarOf(), replan: async () => 0, holds: new Holds({ db, traffic, log }) };
  const sender = new ReminderSender({ db, keys, unasked, traffic, log, clock, ...also }, channel, PACE);
  const sari = await person();
  expect(sari.phone).toBe(SARI.phone);
  const settled = async (): Promise<void> => {
    await expect.poll(unacknowledged).toBe(0);
    await quiet();
  };
  return {
    sari,
    says: async (...said: readonly string[]): Promise<void> => {
      for (const text of said) {
        await sari.says(text);
        await settled();
      }
    },
    does: async (deed: Promise<void>): Promise<void> => {
      await deed;
      await settled();
    },
    last: async (): Promise<Bubble | undefined> => (await sari.sees()).at(-1),
    /** What she is sent on a day. */
    on: async (day: string): Promise<readonly Bubble[]> => {
      const before = (await sari.sees()).length;
      now = Date.parse(`${day}T08:00:00+07:00`);
      await planReminders(db, [ELECTION], SHARP, now);
      await sender.sendSome(1);
      await sender.settle();
      return (await sari.sees()).slice(before);
    },
  };
}

const AGREES = ['ya', 'ya', 'ya', 'ya', 'ya', 'ya', 'ya'];

test('with buttons they are under the message, and «Berhenti» ends it', async () => {
  const { sari, says, does, last, on } = await open('buttons');
  await says('ikrar', SARI.nip);
  await does(sari.sends('own contact'));
  await says(...AGREES);
  const told = await on(FIRST);
  expect(told).toEqual([
    expect.objectContaining({
      text: expect.stringMatching(/^Masa tenang dimulai hari ini /),
      buttons: ['Baca ikrar saya', 'Laporkan tekanan', 'Berhenti'],
    }),
  ]);
  expect(told[0]?.text).not.toContain('Ketik');
  await does(sari.taps('Baca ikrar saya'));
  expect((await last())?.text).toMatch(/^IKRAR NETRALITAS /);
  expect(await on(SECOND)).toHaveLength(1);
  await does(sari.taps('Berhenti'));
  expect((await last())?.text).toMatch(/^Baik, kami tidak mengirim pengingat\./);
  expect(await on(THIRD)).toEqual([]);
});

test('with numbers it says which words to type, and they work', async () => {
  const { says, last, on } = await open('numbers');
  await says('ikrar', SARI.nip, ...AGREES);
  const told = await on(FIRST);
  expect(told).toEqual([
    expect.objectContaining({
      text: expect.stringMatching(
        /^Masa tenang dimulai hari ini .*\nKetik BACA untuk membaca ikrar, LAPOR untuk melaporkan tekanan, atau BERHENTI untuk tidak diingatkan lagi\.$/s,
      ),
      buttons: [],
    }),
  ]);
  await says('BACA');
  expect((await last())?.text).toMatch(/^IKRAR NETRALITAS /);
  await says('BERHENTI');
  expect((await last())?.text).toMatch(/^Baik, kami tidak mengirim pengingat\./);
  expect(await on(SECOND)).toEqual([]);
});

test.each([
  ['buttons', 'STOP', ['STOP']],
  ['buttons', '/pengingat, and no', ['/pengingat', 'tidak']],
  ['numbers', 'STOP', ['STOP']],
  ['numbers', '/pengingat, and no', ['/pengingat', 'tidak']],
] as const)(
  'with %s it ends with %s, which is confirmed at once; /pengingat brings it back',
  async (style, _, stops) => {
    const { sari, says, does, last, on } = await open(style);
    await says('ikrar', SARI.nip);
    if (style === 'buttons') await does(sari.sends('own contact'));
    await says(...AGREES);
    expect(await on(FIRST)).toHaveLength(1);
    await says(...stops);
    expect((await last())?.text).toMatch(/^Baik, kami tidak mengirim pengingat\./);
    expect(await on(SECOND)).toEqual([]);
    await says('/pengingat', 'ya');
    expect(await on(THIRD)).toHaveLength(1);
  },
);
