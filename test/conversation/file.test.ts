/** A certificate that cannot be made: a fault of the drawing is told, a database that is away is waited for. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { text } from '../../src/domain/message.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { pledgeByCode } from '../support/pledging.ts';
import { emptyDatabase, fillDatabase } from '../support/roster.ts';
import { calendarOf, i18n, Postbox, type Shell, shell } from '../support/shell.ts';
import { NOON } from '../support/world.ts';

const CHAT = 'chat-1';
const FAILED = i18n.markup('id', text('engine.file_failed'));

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptyDatabase(database.db);
  await fillDatabase(database.db);
});
afterAll(() => database.close());

/** A shell that meets this error with every certificate. */
const failing = (error: Error): Shell =>
  shell(database.db, calendarOf(), () => NOON, new Postbox(), {
    file: async () => {
      throw error;
    },
  });
const apologies = ({ box }: Shell): number => box.to(CHAT).filter(({ markup }) => markup.includes(FAILED)).length;

test('a fault of the drawing is told once, and nothing is tried again', async () => {
  const house = failing(new RangeError('does not fit'));
  await pledgeByCode(house, CHAT);
  expect(apologies(house)).toBe(1);
  expect(await database.db.outbox.count()).toBe(0);
});

test('a database that is away is no reason to go without: the certificates come once it is back', async () => {
  const house = failing(Object.assign(new Error('nobody there'), { code: 'ECONNREFUSED' }));
  await pledgeByCode(house, CHAT);
  expect(apologies(house)).toBe(0);
  expect(await database.db.outbox.count()).toBe(1);

  await database.db.$executeRaw`UPDATE outbox SET due = now() - interval '1 second'`;
  const next = shell(database.db, calendarOf(), () => NOON);
  await next.delivery.sweep();
  await next.quiet();
  expect(next.box.to(CHAT).filter(({ file }) => file)).toHaveLength(2);
  expect(await database.db.outbox.count()).toBe(0);
});
