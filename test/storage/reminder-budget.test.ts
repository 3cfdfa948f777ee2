/** The bucket that holds all processes to a channel's rate. What fills it is too little to be seen here. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { dutiesOn, windowOf } from '../../src/domain/reminder.ts';
import { addElections } from '../../src/storage/elections.ts';
import { holdChannel } from '../../src/storage/holds.ts';
import { claimReminders, holdBudget, openBudget, spendBudget } from '../../src/storage/reminders/claiming.ts';
import { planRun } from '../../src/storage/reminders/planning.ts';
import { remindersOf } from '../../src/wiring/reminders.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { remindable } from '../support/remindable.ts';
import { ELECTION } from '../support/world.ts';

const HOURS = { from: '08:00', until: '17:00', spreadMinutes: 0 };
const DAY = ELECTION.quietFrom;
const NOON = Date.parse(`${DAY}T12:00:00+07:00`);
const RATE = { perSecond: 1e-6, burst: 100 };

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await openBudget(database.db, 'telegram');
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.budget.updateMany({ data: { answeredAt: null } });
  await db.reminderRun.deleteMany();
  await db.pledge.deleteMany();
  await db.contact.deleteMany();
  await db.election.deleteMany();
  await addElections(db, [ELECTION]);
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await remindable(db, name, { pledged: [ELECTION.id] });
  const [duty] = dutiesOn([ELECTION], DAY);
  const window = duty && windowOf(duty, HOURS, NOON);
  if (duty && window) await planRun(db, duty, window);
});

const fill = (tokens: number) =>
  database.db
    .$executeRaw`UPDATE budget SET tokens = ${tokens}::float8, at = clock_timestamp(), held_until = clock_timestamp()`;
const left = async (): Promise<number> => Math.round((await database.db.budget.findFirst())?.tokens ?? Number.NaN) + 0;
const claim = async (most: number, { ahead = 0, spent = 0 } = {}): Promise<number> =>
  (await claimReminders(database.db, 'telegram', { rate: RATE, most, ahead, spent, now: NOON })).taken.length;

test('no more is taken than is in it, and what is taken is gone', async () => {
  await fill(4);
  expect([await claim(3), await left()]).toEqual([3, 1]);
  expect([await claim(3), await left()]).toEqual([1, 0]);
  expect([await claim(3), await left()]).toEqual([0, 0]);
});

test('answers come first: what they have spent is not there for reminders, but is not owed for long', async () => {
  await fill(4);
  expect([await claim(6, { spent: 3 }), await left()]).toEqual([1, 0]);
  await fill(4);
  expect([await claim(6, { spent: 100 }), await left()]).toEqual([0, 0]);
});

test('what may be taken ahead of its turn is owed', async () => {
  await fill(1);
  expect([await claim(6, { ahead: 2 }), await left()]).toEqual([3, -2]);
});

test('while the platform wants a pause nothing is taken', async () => {
  await fill(4);
  await holdBudget(database.db, 'telegram', 3_600_000);
  expect([await claim(3), await left()]).toEqual([0, 4]);
});

test('nor while it wants one of answers, whichever process was told: one pause holds for everything', async () => {
  await fill(4);
  await holdChannel(database.db, 'telegram', 3_600_000);
  expect([await claim(3), await left()]).toEqual([0, 4]);
});

test('who is left out costs nothing', async () => {
  await database.db.contact.updateMany({ where: { personId: { in: ['p a', 'p b'] } }, data: { reminders: false } });
  await database.db.pledge.updateMany({ where: { personId: 'p c' }, data: { status: 'withdrawn' } });
  await fill(10);
  expect([await claim(6), await left()]).toEqual([3, 7]);
});

test('where people write, more room is left, in all processes, until nobody has for a while', async () => {
  const pace = async (spent = 0): Promise<number> => {
    await fill(4);
    const { perSecond } = await claimReminders(database.db, 'telegram', {
      rate: RATE,
      most: 1,
      ahead: 0,
      spent,
      now: NOON,
    });
    return perSecond / RATE.perSecond;
  };
  expect(await pace()).toBe(1);
  expect(await pace(2)).toBeLessThan(0.9);
  expect(await pace()).toBeLessThan(0.9);
  await database.db.$executeRaw`UPDATE budget SET answered_at = clock_timestamp() - interval '10 seconds'`;
  expect(await pace()).toBe(1);
  await spendBudget(database.db, 'telegram', RATE, 2);
  expect(await pace()).toBeLessThan(0.9);
});

/** Time goes by. */
const passes = (seconds: number) =>
  database.db.$executeRaw`UPDATE budget SET at = at - ${seconds}::float8 * interval '1 second'`;

test('whoever looks when chance wants it sends as much as the rate says', async () => {
  const { db } = database;
  const { paceOf } = remindersOf(readConfig({ WHATSAPP_REMINDERS_PER_MINUTE: '8' }));
  const pace = paceOf('whatsapp');
  const [least, most] = pace.tick;
  await fill(0);
  let [seconds, sent] = [0, 0];
  for (let looks = 0; looks < 400; looks += 1) {
    const tick = (least + Math.random() * (most - least)) / 1000;
    seconds += tick;
    await passes(tick);
    const { taken } = await claimReminders(db, 'telegram', { rate: pace, most: 1, ahead: 0, spent: 0, now: NOON });
    sent += taken.length;
    await db.reminder.updateMany({ data: { state: 'planned' } });
  }
  const share = sent / seconds / pace.perSecond;
  expect(share).toBeGreaterThan(0.96);
  expect(share).toBeLessThanOrEqual(1.01);
});

test('however slow a rate is, what one process took ahead of its turn is owed until then, also when another one looks', async () => {
  const rate = { perSecond: 0.5, burst: 1 };
  const take = async (): Promise<number> =>
    (await claimReminders(database.db, 'telegram', { rate, most: 1, ahead: 1, spent: 0, now: NOON })).taken.length;
  await fill(0);
  expect([await take(), await take()]).toEqual([1, 0]);
  await passes(1);
  expect(await take()).toBe(0);
  await passes(1);
  expect(await take()).toBe(1);
});

test('what is told of answers between two handfuls is not owed for long either', async () => {
  await fill(4);
  await spendBudget(database.db, 'telegram', { perSecond: 2, burst: 4 }, 5);
  expect(await left()).toBe(-1);
  await spendBudget(database.db, 'telegram', { perSecond: 2, burst: 4 }, 100);
  expect(await left()).toBe(-2);
});
