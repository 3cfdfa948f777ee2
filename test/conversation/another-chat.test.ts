/** Who has pledged in a chat that they do not have any more finds the pledge in another, and is reminded there. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contactKey } from '../../src/conversation/chat.ts';
import { audience } from '../../src/storage/reminders/audience.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { emptyDatabase, fillDatabase } from '../support/roster.ts';
import { calendarOf, keys, Postbox, type Shell, shell } from '../support/shell.ts';
import { ELECTION, NOON, SARI } from '../support/world.ts';

let database: TestDatabase;
let house: Shell;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptyDatabase(database.db);
  await fillDatabase(database.db);
  house = shell(database.db, calendarOf(), () => NOON, new Postbox('whatsapp'));
});
afterAll(() => database.close());

/** Says it from the number that the roster has; the chats are two accounts of WhatsApp with that number. */
async function says(chat: 'former' | 'present', ...all: readonly string[]): Promise<void> {
  for (const words of all) {
    const arrival = house.box.arrival(chat, { kind: 'text', text: words });
    await house.turns.receive({ ...arrival, ...(SARI.phone ? { sender: SARI.phone } : {}) });
  }
  await house.quiet();
}

/** What stands last in a chat, as data of its choices. */
const choices = (chat: string): readonly string[] =>
  house.box
    .to(chat)
    .at(-1)
    ?.choices.map(({ data }) => data.split(':').at(-1) ?? '') ?? [];

/** Who is reminded of the duties of masa tenang. */
async function reminded(): Promise<readonly string[]> {
  const rows = await database.db.$queryRaw<{ contact: Uint8Array }[]>`${audience(ELECTION.id, 'quiet')}`;
  const names = ['former', 'present'];
  return rows.map(({ contact }) => {
    const isIt = (id: string): boolean => contactKey(keys, { channel: 'whatsapp', id }).equals(contact);
    return names.find(isIt) ?? 'somebody else';
  });
}

test('the pledge is found by the NIP and the number, and reminders are asked about once in each chat', async () => {
  await says('former', 'ikrar', SARI.nip, '1', '1', '1', '1', '1', '1', 'ya');
  expect(await reminded()).toEqual(['former']);

  await says('present', 'status');
  expect(choices('present')).not.toContain('send');
  await says('present', 'tutup', 'ikrar', SARI.nip, '1');
  expect(choices('present')).toEqual(['yes', 'no']);
  await says('present', 'ya');
  expect(await reminded()).toEqual(['present']);
  await says('present', 'status');
  expect(choices('present')).toContain('send');

  await says('present', 'tutup', 'ikrar', SARI.nip, '1');
  expect(choices('present')).toEqual([]);
  expect(await database.db.pledge.count()).toBe(1);
});

test('what was not answered there changes nothing, and «tidak» holds for all chats of the person', async () => {
  await says('former', 'ikrar', SARI.nip, '1', '1', '1', '1', '1', '1', 'ya');
  await says('present', 'ikrar', SARI.nip, '1', 'batal');
  expect(await reminded()).toEqual(['former']);
  await says('present', 'ikrar', SARI.nip, '1', 'tidak usah');
  expect(await reminded()).toEqual([]);
});
