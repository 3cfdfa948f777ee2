/** What keeps time for the reminders: a schedule that all processes share, and the database's clock where a process's is wrong. */
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { Holds } from '../../../src/conversation/holds.ts';
import { Traffic } from '../../../src/conversation/traffic.ts';
import { openQueue } from '../../../src/jobs/queue.ts';
import { startReminders } from '../../../src/jobs/reminders/index.ts';
import { createLog } from '../../../src/log.ts';
import { ensureOfficialIkrar } from '../../../src/storage/documents.ts';
import { DatabaseClock } from '../../../src/storage/reminders/clock.ts';
import { postgresDatabase, type TestDatabase } from '../../support/database.ts';
import { enrolReminded, quietElection } from '../../support/reminding.ts';
import { keys } from '../../support/shell.ts';
import { NO_ELECTIONS } from '../../support/world.ts';

const DAY_MS = 86_400_000;
const DAY_LONG = { from: '00:00', until: '23:59', spreadMinutes: 0 };

let database: TestDatabase;
beforeAll(async () => {
  database = await postgresDatabase();
});
afterAll(() => database.close());

/** A process that plans and, without a channel, sends nothing. */
async function start(zone: string): Promise<void> {
  const { db, queue: where } = database;
  if (!where) throw new Error('this database has no queue');
  const log = createLog('silent');
  const queue = await openQueue(where, log);
  const traffic = new Traffic();
  const reminders = await startReminders({
    ...{ db, keys, queue, log, zone, hours: DAY_LONG, channels: [], traffic, holds: new Holds({ db, traffic, log }) },
    calendar: async () => NO_ELECTIONS,
    unasked: { send: async () => ({ kind: 'sent' }) },
    paceOf: () => ({ perSecond: 1, burst: 1, manner: 'evenly', tick: [1, 1] }),
    clock: new DatabaseClock(db),
  });
  onTestFinished(async () => {
    await reminders.stop();
    await queue.stop();
  });
}

test('it is looked every five minutes of the region, by one schedule of all processes', async () => {
  await start('Asia/Makassar');
  await start('Asia/Makassar');
  const schedules = await database.db.$queryRaw`SELECT name, cron, timezone FROM pgboss.schedule`;
  expect(schedules).toEqual([{ name: 'reminders', cron: '*/5 * * * *', timezone: 'Asia/Makassar' }]);
});

test.each([
  ['a day ahead', DAY_MS],
  ['a day behind', -DAY_MS],
])('%s it plans what is said today, and gives nothing of it up', async (_, off) => {
  const { db } = database;
  await db.reminderRun.deleteMany();
  await db.contact.deleteMany();
  await db.pledge.deleteMany();
  await db.person.deleteMany();
  await db.office.deleteMany();
  await ensureOfficialIkrar(db);
  await enrolReminded(db, keys, [1, 2, 3]);
  const { zone, quietFrom } = quietElection(Date.now());
  vi.useFakeTimers({ now: Date.now() + off, toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  await start(zone);
  await expect
    .poll(() => db.reminder.groupBy({ by: ['day', 'state'], _count: true }))
    .toEqual([{ day: quietFrom, state: 'planned', _count: 3 }]);
});
