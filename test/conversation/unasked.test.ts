/** What nobody asked for: only that which many are told may be paid for as a broadcast. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { text } from '../../src/domain/message.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { emptyDatabase, fillDatabase } from '../support/roster.ts';
import { calendarOf, shell } from '../support/shell.ts';
import { NOON } from '../support/world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await emptyDatabase(database.db);
  await fillDatabase(database.db);
});
afterAll(() => database.close());

test('a reminder is a broadcast; news of a report and answers are not', async () => {
  const { box, unasked, ...house } = shell(database.db, calendarOf(), () => NOON);
  const to = { channel: 'telegram', id: 'somebody' } as const;
  await unasked.send(to, 'id', { paragraphs: [text('remind.stop')], choices: [] });
  expect(house.traffic.takeAnswers('telegram')).toBe(0);
  await unasked.tell(to, 'id', [text('mailbox.news')]);
  // Reminders make room for it, as for an answer.
  expect(house.traffic.takeAnswers('telegram')).toBe(1);
  await house.says('somebody', '/bantuan');
  await house.quiet();
  expect(box.to('somebody').map(({ broadcast }) => broadcast)).toEqual([true, undefined, undefined]);
});
