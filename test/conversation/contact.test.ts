/** Whose reminders a chat gets: what turns write of it, and only of who agreed. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contactKey } from '../../src/conversation/chat.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { pledgeByCode, pledgeUnproven } from '../support/pledging.ts';
import { emptyDatabase, fillDatabase } from '../support/roster.ts';
import { calendarOf, keys, type Shell, shell } from '../support/shell.ts';
import { NOON, SARI } from '../support/world.ts';

let database: TestDatabase;
let house: Shell;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptyDatabase(database.db);
  await fillDatabase(database.db);
  house = shell(database.db, calendarOf(), () => NOON);
});
afterAll(() => database.close());

async function contact(id: string) {
  const key = new Uint8Array(contactKey(keys, { channel: 'telegram', id }));
  const row = await database.db.contact.findUnique({ where: { key } });
  return row && { person: row.personId, slot: row.slot, reminders: row.reminders, seq: row.seq };
}

test('a pledge with «ya»: the person, and that it was proven', async () => {
  await pledgeByCode(house, 'mine');
  expect(await contact('mine')).toBeNull();
  await house.taps('mine', 'yes');
  expect(await contact('mine')).toMatchObject({ person: SARI.id, slot: 'verified', reminders: true });
});

test('who only typed a NIP stands for their own chat', async () => {
  await pledgeUnproven(house, 'unproven');
  await house.taps('unproven', 'yes');
  const { slot } = await database.db.pledge.findFirstOrThrow();
  expect(slot).not.toBe('verified');
  expect(await contact('unproven')).toMatchObject({ person: SARI.id, slot });
});

test('a later pledge in the chat is what it is reminded of, and makes it the one used last', async () => {
  await pledgeUnproven(house, 'first');
  await house.taps('first', 'yes');
  await pledgeUnproven(house, 'second');
  await house.taps('second', 'yes');
  const before = await contact('second');
  await pledgeByCode(house, 'first');
  await house.quiet();
  const after = await contact('first');
  expect(after).toMatchObject({ person: SARI.id, slot: 'verified', reminders: true });
  expect(after?.seq).toBeGreaterThan(before?.seq ?? 0n);
});

test('«BERHENTI» keeps no address, and whose it was', async () => {
  await pledgeByCode(house, 'stops');
  await house.taps('stops', 'yes');
  await house.says('stops', 'BERHENTI');
  await house.quiet();
  expect(await contact('stops')).toMatchObject({ person: SARI.id, slot: 'verified', reminders: false });
  const [row] = await database.db.contact.findMany({ select: { addressSealed: true } });
  expect(row).toEqual({ addressSealed: null });
});
