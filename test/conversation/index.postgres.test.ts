/** Turns find their rows by an index however little the server knows of its tables, and however many rows came and went. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';
import { pledgeUnproven } from '../support/pledging.ts';
import { fillDatabase } from '../support/roster.ts';
import { calendarOf, shell } from '../support/shell.ts';
import { NOON } from '../support/world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await postgresDatabase();
  await fillDatabase(database.db);
});
afterAll(() => database.close());

/** What turns write. */
const TABLES = ['session', 'outbox', 'pledge', 'contact'];

/** How often each was read whole so far, as the server counts. */
async function readWhole(): Promise<Record<string, number>> {
  const rows = await database.db.$queryRaw<{ name: string; scans: number }[]>`
    SELECT relname::text AS name, seq_scan::int AS scans FROM pg_stat_user_tables WHERE relname = ANY (${TABLES})`;
  return Object.fromEntries(rows.map(({ name, scans }) => [name, scans]));
}

test('no turn of a pledge, nor of a language, reads a table whole', async () => {
  const { db } = database;
  const house = shell(db, calendarOf(), () => NOON);
  await pledgeUnproven(house, 'first');
  const before = await counted();
  expect(Object.keys(before).toSorted()).toEqual(TABLES.toSorted());
  for (let n = 0; n < 8; n += 1) {
    await pledgeUnproven(house, `chat-${n}`);
    await house.taps(`chat-${n}`, 'yes');
    await house.says(`chat-${n}`, '/bahasa');
    await house.taps(`chat-${n}`, 'en');
  }
  expect(await counted()).toEqual(before);

  // Statistics are told when a connection is idle, unless it is asked to tell them.
  async function counted() {
    for (let n = 0; n < 10; n += 1) await db.$executeRaw`SELECT pg_stat_force_next_flush()`;
    return readWhole();
  }
});
