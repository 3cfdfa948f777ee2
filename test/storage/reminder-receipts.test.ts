/** What a receipt makes of a reminder, whenever it comes, and how long one is waited for. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type ClaimedReminder,
  claimReminders,
  giveUpUnknown,
  type ReminderState,
  writeOutcomes,
} from '../../src/storage/reminders/claiming.ts';
import { tidyReminders } from '../../src/storage/reminders/keeping.ts';
import { receiptIndex, recordArrivals } from '../../src/storage/reminders/receipts.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { dueAtNoon, NOON } from '../support/due-at-noon.ts';
import { keys } from '../support/shell.ts';

const DAY_MS = 86_400_000;
/** What receipts call the two messages that are taken. */
const NAMES = ['3EB0SATU', '3EB0DUA'] as const;

let database: TestDatabase;
let taken: readonly ClaimedReminder[];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await dueAtNoon(database.db, 'whatsapp', ['a', 'b', 'c']);
  taken = await claim(2);
});

async function claim(most: number, names: readonly string[] = NAMES): Promise<readonly ClaimedReminder[]> {
  const receipts = names.map((name) => receiptIndex(keys, name));
  const wanted = { rate: { perSecond: 1e9, burst: 1e9 }, most, ahead: 0, spent: 0, receipts, now: NOON };
  return (await claimReminders(database.db, 'whatsapp', wanted)).taken;
}

const becomes = (state: ReminderState, some = taken): Promise<void> =>
  writeOutcomes(
    database.db,
    some.map(({ contact, day, until }) => ({ contact, day, until, state })),
  );
const arrives = (...names: readonly string[]): Promise<number> => recordArrivals(database.db, keys, names);
const states = async (): Promise<readonly string[]> =>
  (await database.db.reminder.findMany()).map(({ state }) => state).sort();
const awaited = (): Promise<number> => database.db.reminder.count({ where: { receipt: { not: null } } });

test('each that was taken has a receipt of its own, and what its name is stands nowhere', async () => {
  expect(taken.map(({ nth }) => nth).sort()).toEqual([1, 2]);
  expect(await awaited()).toBe(2);
  const rows = await database.db.$queryRaw<{ row: string }[]>`SELECT r::text AS row FROM reminder r`;
  for (const name of NAMES) {
    expect(rows.map(({ row }) => row).join()).not.toContain(name);
    expect(rows.map(({ row }) => row).join()).not.toContain(Buffer.from(name).toString('hex'));
  }
});

test('one that comes after it was sent, and comes again', async () => {
  await becomes('sent');
  expect(await arrives(NAMES[0], '3EB0LAIN')).toBe(1);
  expect(await arrives(NAMES[0])).toBe(0);
  expect([await states(), await awaited()]).toEqual([['delivered', 'planned', 'sent'], 1]);
});

test('one that comes before it is written down that it was sent', async () => {
  expect(await arrives(...NAMES)).toBe(2);
  await becomes('sent');
  expect(await states()).toEqual(['delivered', 'delivered', 'planned']);
});

test('one of a message of which nobody knew whether it had arrived', async () => {
  const [first, ...others] = taken;
  await becomes('unknown', first ? [first] : []);
  await database.db
    .$executeRaw`UPDATE reminder SET until = clock_timestamp() - interval '1 second' WHERE until IS NOT NULL`;
  expect(await giveUpUnknown(database.db)).toBe(others.length);
  expect(await states()).toEqual(['planned', 'unknown', 'unknown']);
  expect(await arrives(...NAMES)).toBe(2);
  expect(await states()).toEqual(['delivered', 'delivered', 'planned']);
});

test('of what did not go out none is waited for; when it goes out after all it has another', async () => {
  await becomes('planned');
  expect([await arrives(...NAMES), await awaited()]).toEqual([0, 0]);
  const again = await claim(3, ['3EB0TIGA', '3EB0EMPAT', '3EB0LIMA']);
  await becomes('failed', again.slice(0, 1));
  await becomes('sent', again.slice(1));
  expect(await awaited()).toBe(2);
  expect(await arrives('3EB0TIGA', '3EB0EMPAT', '3EB0LIMA')).toBe(2);
  expect(await states()).toEqual(['delivered', 'delivered', 'failed']);
});

test('who stopped before it went out has none', async () => {
  await database.db.contact.updateMany({ data: { reminders: false } });
  expect(await claim(3, ['3EB0TIGA'])).toEqual([]);
  expect([await states(), await awaited()]).toEqual([['sending', 'sending', 'stopped'], 2]);
  expect(await arrives('3EB0TIGA')).toBe(0);
});

test('a channel without receipts waits for none', async () => {
  await becomes('planned');
  expect((await claim(3, [])).map(({ nth }) => nth)).toEqual([null, null, null]);
  expect(await awaited()).toBe(0);
});

test('after a week none is waited for any more', async () => {
  await becomes('sent');
  await tidyReminders(database.db, NOON + 7 * DAY_MS);
  expect(await awaited()).toBe(2);
  await tidyReminders(database.db, NOON + 8 * DAY_MS);
  expect([await awaited(), await arrives(...NAMES)]).toEqual([0, 0]);
});
