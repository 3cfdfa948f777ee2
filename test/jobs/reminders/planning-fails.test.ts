/** Planning that fails is logged, and `/readyz` says it until it works again, in whichever process it is done next. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Holds } from '../../../src/conversation/holds.ts';
import { Traffic } from '../../../src/conversation/traffic.ts';
import { openQueue, type Queue } from '../../../src/jobs/queue.ts';
import { startReminders } from '../../../src/jobs/reminders/index.ts';
import { createLog } from '../../../src/log.ts';
import { putElection } from '../../../src/storage/elections.ts';
import { DatabaseClock } from '../../../src/storage/reminders/clock.ts';
import { healthRoutes } from '../../../src/web/health.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { keys } from '../../support/shell.ts';
import { ELECTION, NO_ELECTIONS } from '../../support/world.ts';
import { SHARP } from './stage.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** A process that plans and, without a channel, sends nothing. */
async function process(lines: string[]): Promise<Queue> {
  const { db, queue: where } = database;
  if (!where) throw new Error('this database has no queue');
  const log = createLog('warn', { write: (line) => void lines.push(line) });
  const queue = await openQueue(where, log);
  const traffic = new Traffic();
  const calendar = async () => NO_ELECTIONS;
  const unasked = { send: async () => ({ kind: 'sent' }) as const };
  const reminders = await startReminders({
    ...{
      db,
      keys,
      calendar,
      unasked,
      queue,
      log,
      zone: ELECTION.zone,
      traffic,
      holds: new Holds({ db, traffic, log }),
      clock: new DatabaseClock(db),
    },
    ...{ channels: [], hours: SHARP },
    paceOf: () => ({ perSecond: 1, burst: 1, manner: 'evenly', tick: [1, 1] }),
  });
  onTestFinished(async () => {
    await reminders.stop();
    await queue.stop();
  });
  return queue;
}

test('a row that cannot be read: it is logged and told until planning works again', async () => {
  const { db } = database;
  await putElection(db, ELECTION);
  await db.election.update({ where: { id: ELECTION.id }, data: { votingDay: 'kapan-kapan' } });
  const lines: string[] = [];
  const queue = await process(lines);
  const routes = healthRoutes({
    database: async () => undefined,
    channels: () => [],
    jobs: () => queue.trouble(),
  });
  const ready = async (): Promise<unknown> => {
    const response = await routes.request('/readyz');
    return [response.status, await response.json()];
  };
  await expect.poll(ready).toEqual([503, { ready: false, database: true, channels: [], jobs: ['reminders'] }]);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ job: 'reminders', err: expect.objectContaining({ kind: 'ZodError' }) }),
  );

  await db.election.update({ where: { id: ELECTION.id }, data: { votingDay: ELECTION.votingDay } });
  const another = await process([]);
  await expect.poll(ready).toEqual([200, { ready: true, database: true, channels: [], jobs: [] }]);
  expect(await another.trouble()).toEqual([]);
});
