/** What a process gives back, and writes down once more since it did not hear that this was done. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type ClaimedReminder,
  claimReminders,
  giveUpUnknown,
  type ReminderState,
  writeOutcomes,
} from '../../src/storage/reminders/claiming.ts';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';
import { dueAtNoon, NOON } from '../support/due-at-noon.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await postgresDatabase();
});
afterAll(() => database.close());
beforeEach(() => dueAtNoon(database.db, 'telegram', ['a']));

async function claim(): Promise<ClaimedReminder> {
  const wanted = { rate: { perSecond: 1e9, burst: 1e9 }, most: 1, ahead: 0, spent: 0, now: NOON };
  const [one] = (await claimReminders(database.db, 'telegram', wanted)).taken;
  if (!one) throw new Error('nothing is there to take');
  return one;
}

const writes = ({ contact, day, until }: ClaimedReminder, state: ReminderState): Promise<void> =>
  writeOutcomes(database.db, [{ contact, day, until, state }]);
const state = async (): Promise<string> => (await database.db.reminder.findFirstOrThrow()).state;
/** A claim whose lease has run out, and of which another process has said so. */
async function lapsed(claimed: ClaimedReminder): Promise<ClaimedReminder> {
  const until = new Date(Date.now() - 1000);
  await database.db.reminder.updateMany({ data: { until } });
  expect(await giveUpUnknown(database.db)).toBe(1);
  return { ...claimed, until };
}

test('it is free once more, and stays with whoever has taken it meanwhile', async () => {
  const first = await claim();
  await writes(first, 'planned');
  expect(await state()).toBe('planned');
  const second = await claim();
  await writes(first, 'planned');
  expect(await state()).toBe('sending');
  await writes(second, 'planned');
  expect(await state()).toBe('planned');
});

test('where that one was killed meanwhile, nobody knows whether it went out, and it is not sent again', async () => {
  const first = await claim();
  await writes(first, 'planned');
  await lapsed(await claim());
  await writes(first, 'planned');
  expect(await state()).toBe('unknown');
});

test('whoever could not write for longer than a claim lasts, and knows that nothing went out, gives it back after all', async () => {
  const late = await lapsed(await claim());
  await writes(late, 'planned');
  expect(await state()).toBe('planned');
});

test('what became of it is written however late', async () => {
  const late = await lapsed(await claim());
  await writes(late, 'sent');
  expect(await state()).toBe('sent');
});
