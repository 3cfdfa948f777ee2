/** Where both sides of a conversation cannot be deleted, ours is once it is over: whoever holds our phone reads nothing. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Ability } from '../../src/channels/channel.ts';
import { releaseErrands } from '../../src/storage/errands.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { Reporting } from '../support/reporting.ts';
import { fillDatabase } from '../support/roster.ts';
import { Postbox } from '../support/shell.ts';

/** Deletes its own side alone. */
class OneSided extends Postbox {
  override readonly abilities: ReadonlySet<Ability> = new Set(['buttons', 'sender']);
}

let database: TestDatabase;
let desk: Reporting;
let box: OneSided;
let chats = 0;
let chat = '';

beforeAll(async () => {
  database = await testDatabase();
  await fillDatabase(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.unit.deleteMany();
  box = new OneSided();
  desk = await Reporting.open(database, { box });
  chat = `chat-${++chats}`;
});
afterEach(() => desk.close());

/** What was asked for, once the last words have had their time. */
async function erased(): Promise<readonly string[]> {
  await desk.carryOut();
  expect(box.erased).toEqual([]);
  desk.now += 31_000;
  await releaseErrands(database.db);
  await desk.carryOut();
  expect(await database.db.errand.count()).toBe(0);
  return box.erased.map(({ from }) => from);
}

const tells = async (): Promise<void> => {
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa kemarin.', 'Klojen');
};

test('a report that was filed, once the code was kept', async () => {
  await tells();
  await desk.taps(chat, 'done', 'file');
  expect(await database.db.errand.count({ where: { kind: 'erase' } })).toBe(0);
  await desk.taps(chat, 'skip');
  expect(await erased()).toEqual([chat]);
});

test.each([
  ['cancelled by a word', async () => desk.says(chat, '/batal')],
  ['cancelled at the end', async () => desk.taps(chat, 'done', 'cancel')],
])('a report that was %s', async (_, ends) => {
  await tells();
  await ends();
  expect(await erased()).toEqual([chat]);
});

test('a report that was not begun', async () => {
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'cancel');
  expect(await erased()).toEqual([chat]);
});

test('a mailbox that was looked into', async () => {
  await tells();
  await desk.taps(chat, 'done', 'file', 'skip');
  await erased();
  box.erased.length = 0;
  await desk.sweep();
  await desk.says(chat, `/status ${desk.code(chat)}`);
  await desk.taps(chat, 'close');
  expect(await erased()).toEqual([chat]);
});
