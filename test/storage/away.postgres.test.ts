/** Which errors mean that the database is away, whatever was asked of it. */
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { isAway, isDatabaseAway } from '../../src/storage/away.ts';
import { openDatabase, PrismaClient } from '../../src/storage/db.ts';
import { postgresAdapter } from '../../src/storage/postgres.ts';
import { listening } from '../faults/bot.ts';
import { type Gate, gateTo } from '../faults/gate.ts';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';

let server: TestDatabase;
let gate: Gate;
let db: PrismaClient;
let close: () => Promise<void>;
beforeAll(async () => {
  const database = await postgresDatabase();
  server = database;
  gate = await gateTo(database.url);
  ({ db, close } = await openDatabase({ databaseUrl: gate.url, dataDir: 'unused' }));
});
afterAll(async () => {
  await close();
  await gate.shut();
  await server.close();
});

const ASKED = [
  ['a model', () => db.person.findMany()],
  ['a statement of ours', () => db.$queryRaw`SELECT 1 AS one`],
  ['a transaction', () => db.$transaction((tx) => tx.$queryRaw`SELECT 1 AS one`)],
] as const;

const faultOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  );

test.each(ASKED)('nobody answers: %s', async (_, ask) => {
  await gate.shut();
  const faults = [await faultOf(ask()), await faultOf(ask())];
  await gate.open();
  expect(faults.map(isDatabaseAway)).toEqual([true, true]);
});

/** Resolves when the statement of {@link db} that sleeps has begun. */
async function asleep(): Promise<void> {
  const found = await server.db.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`;
  if (found.length === 0) await asleep();
}

test.each([
  [
    'the server ends it',
    () => server.db.$queryRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event = 'PgSleep'`,
  ],
  // Last: the server notices only when it is done sleeping.
  ['the connection breaks', async () => gate.cut()],
])('%s under way', async (_, ends) => {
  const fault = faultOf(db.$queryRaw`SELECT pg_sleep(60)::text AS slept`);
  await asleep();
  await ends();
  expect(isAway(await fault)).toBe(true);
});

test('somebody answers, and hangs up', async () => {
  const server = createServer((socket) => socket.end());
  onTestFinished(() => void server.close());
  const url = `postgres://root@127.0.0.1:${await listening(server)}/none`;
  const nobodys = new PrismaClient({ adapter: postgresAdapter({ url }, 1, createLog('silent')) });
  onTestFinished(() => nobodys.$disconnect());
  expect(isDatabaseAway(await faultOf(nobodys.$queryRaw`SELECT 1 AS one`))).toBe(true);
});

test('others are away with the same codes', () => {
  const error = Object.assign(new Error('fetch'), { code: 'ECONNREFUSED' });
  expect([isAway(error), isDatabaseAway(error)]).toEqual([true, false]);
});

test('what is wrong with the question is no absence', async () => {
  expect(isAway(await faultOf(db.$queryRaw`SELECT 1 / 0 AS nothing`))).toBe(false);
  expect(isAway(await faultOf(db.lease.findUniqueOrThrow({ where: { name: 'none' } })))).toBe(false);
});
