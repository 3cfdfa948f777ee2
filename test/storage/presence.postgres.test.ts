/** Who is at work while somebody replaces the root: several connections at once, as only a server has them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { enter, forgetStalled } from '../../src/storage/presence.ts';
import { holdRoot } from '../../src/storage/root.ts';
import { rotateRoot } from '../../src/storage/rotation/rotate.ts';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';
import { ROOT } from '../support/roster-rows.ts';
import { untilWaiting } from '../support/waiting.ts';

const NEXT = 'the second root secret of this test, long enough';
const log = createLog('silent');
const overtaken = (): never => {
  throw new Error('overtaken');
};

let database: TestDatabase;
beforeEach(async () => {
  database = await postgresDatabase();
});
afterEach(() => database.close());

const come = () => enter(database.db, ROOT, { log, overtaken });
const runsOut = () => database.db.$executeRaw`UPDATE lease SET until = clock_timestamp() - interval '1 second'`;

const rotate = () =>
  rotateRoot(database.db, { former: ROOT, next: NEXT }, { hours: async () => [], now: 0, alone: false }).then(
    () => 'replaced',
    (error: unknown) => error,
  );

test('who stands still while the root is asked for is at work from the moment they have the keys', async () => {
  const { db } = database;
  const { coming } = await db.$transaction(async (tx) => {
    await holdRoot(tx);
    const coming = come();
    await untilWaiting(database.db);
    await runsOut();
    return { coming };
  });
  const presence = await coming;
  expect(await forgetStalled(db)).toBe(true);
  await presence.leave();
});

test('who goes on after standing still, at the moment the root is to be replaced, is seen', async () => {
  const { db } = database;
  const presence = await come();
  await runsOut();
  const { rotating } = await db.$transaction(async (tx) => {
    await tx.$executeRaw`UPDATE lease SET until = clock_timestamp() + interval '1 minute'`;
    const rotating = rotate();
    await untilWaiting(database.db);
    return { rotating };
  });
  expect(await rotating).toMatchObject({ fault: { kind: 'served' } });
  await presence.leave();
});

test('whose time ends while it is looked who is at work, is seen', async () => {
  const { db } = database;
  const presence = await come();
  const stalled = await come();
  // Behind the other one, and held fast: whoever looks has seen that one, and waits here.
  await db.$executeRaw`
    UPDATE lease SET until = clock_timestamp() - interval '1 second'
    WHERE name = (SELECT name FROM lease ORDER BY ctid DESC LIMIT 1)`;
  const { rotating } = await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM lease WHERE until < clock_timestamp() FOR UPDATE`;
    const rotating = rotate();
    await untilWaiting(database.db);
    await db.$executeRaw`
      UPDATE lease SET until = clock_timestamp() - interval '1 second' WHERE until > clock_timestamp()`;
    return { rotating };
  });
  expect(await rotating).toMatchObject({ fault: { kind: 'served' } });
  await Promise.all([presence.leave(), stalled.leave()]);
});
