import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { acquireLease, releaseLease } from '../../src/storage/lease.ts';
import { forgetMessages, waitingMessages } from '../../src/storage/whatsapp-inbox.ts';
import { NotOwnerError, WHATSAPP_LEASE } from '../../src/storage/whatsapp-owner.ts';
import { writeWhatsApp } from '../../src/storage/whatsapp-writing.ts';
import { dump, keysIn } from '../privacy/dump.ts';
import { search } from '../privacy/search.ts';
import type { TestDatabase } from '../support/database.ts';
import { KEYS } from '../support/roster-rows.ts';
import { type Hours, openHours } from './hours.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.parse('2026-11-25T12:00:00Z');
const US = 'us';
const CHAT = '6281234567802@s.whatsapp.net';

let hours: Hours;
let database: TestDatabase;
let epochs: EpochKeys;
beforeAll(async () => {
  hours = await openHours();
  ({ database, epochs } = hours);
});
afterAll(() => hours.close());
beforeEach(async () => {
  await acquireLease(database.db, { name: WHATSAPP_LEASE, holder: US }, MINUTE);
  await database.db.whatsappInbox.deleteMany();
});

const put = async (id: string, body: unknown = id, chat = CHAT, now = NOON) =>
  (await writeWhatsApp(database.db, KEYS, await epochs.current(now), US, { messages: [{ chat, id, body }] }))[0];
const waiting = (limit = 100, after?: bigint, now = NOON) =>
  waitingMessages(database.db, () => epochs.living(now), limit, after);
const bodies = async (limit?: number, after?: bigint) => (await waiting(limit, after)).messages.map(({ body }) => body);

test('messages wait in the order in which they came, until they are forgotten', async () => {
  const names: unknown[] = [];
  for (const id of ['C', 'A', 'B']) names.push(await put(id, { text: id, media: null }));
  const { messages, lost } = await waiting();
  expect(messages.map(({ name }) => name)).toEqual(names);
  expect(messages.map(({ body }) => body)).toEqual(['C', 'A', 'B'].map((text) => ({ text, media: null })));
  expect(lost).toBe(0);
  for (const { name } of messages.slice(0, 2)) await forgetMessages(database.db, [name]);
  expect(await bodies()).toEqual([{ text: 'B', media: null }]);
  await forgetMessages(database.db, [messages[0]?.name ?? '']);
  expect(await database.db.whatsappInbox.count()).toBe(1);
});

test('they can be taken a few at a time', async () => {
  for (const id of ['1', '2', '3', '4', '5']) await put(id);
  const { messages } = await waiting(2);
  expect(messages.map(({ body }) => body)).toEqual(['1', '2']);
  expect(await bodies(2, messages.at(-1)?.seq)).toEqual(['3', '4']);
  expect(await bodies(2, (await waiting()).messages.at(-1)?.seq)).toEqual([]);
});

test('a message that comes twice waits once, in its first place, also an hour later', async () => {
  await put('1', 'first');
  await put('2');
  expect(await put('1', 'once more', CHAT, NOON + HOUR)).toBeUndefined();
  expect(await bodies()).toEqual(['first', '2']);
});

test('ids are of a chat, whatever is written into them', async () => {
  expect(await put('1', 'one', 'a')).toBeDefined();
  expect(await put('1', 'another', 'b')).toBeDefined();
  expect(await put('c:1', 'a third', 'a')).toBeDefined();
  expect(await put('1', 'a fourth', 'a:c')).toBeDefined();
  expect(await bodies()).toEqual(['one', 'another', 'a third', 'a fourth']);
});

test('once it is forgotten it can come again, behind those that came since', async () => {
  await put('1');
  const { messages } = await waiting();
  await put('2');
  await forgetMessages(database.db, [messages[0]?.name ?? '']);
  expect(await put('1')).toBeDefined();
  expect(await bodies()).toEqual(['2', '1']);
});

test.each([
  ['taken over', 'somebody else', MINUTE],
  ['over', US, -1],
])('with a lease that is %s nothing is written', async (_, holder, ttl) => {
  await releaseLease(database.db, { name: WHATSAPP_LEASE, holder: US });
  await acquireLease(database.db, { name: WHATSAPP_LEASE, holder }, ttl);
  await expect(put('1')).rejects.toThrow(NotOwnerError);
  expect(await database.db.whatsappInbox.count()).toBe(0);
  await releaseLease(database.db, { name: WHATSAPP_LEASE, holder });
});

test('when its key is destroyed a message is forgotten and counted, and does not stand in the way of others', async () => {
  for (const id of ['1', '2', '3']) await put(id, id, CHAT, NOON - 25 * HOUR);
  await put('4');
  await put('5');
  // The second look meets the last of the lost ones and the first of the others.
  expect(await waiting(2)).toMatchObject({ messages: [{ body: '4' }], lost: 3 });
  expect(await bodies(2)).toEqual(['4', '5']);
  expect(await database.db.whatsappInbox.count()).toBe(2);
  expect(await waiting(2, undefined, NOON + 25 * HOUR)).toEqual({ messages: [], lost: 2 });
  expect(await database.db.whatsappInbox.count()).toBe(0);
});

test('what comes under a new key while they are read is no loss', async () => {
  await put('1');
  const meanwhile = async () => {
    const known = await epochs.living(NOON);
    await put('2', '2', CHAT, NOON + 7 * HOUR);
    return known;
  };
  expect(await waitingMessages(database.db, meanwhile, 9)).toMatchObject({ messages: [{ body: '1' }], lost: 0 });
  expect(await bodies()).toEqual(['1', '2']);
});

test('a row tells no more than the day after which it is useless', async () => {
  for (const [id, hour] of [
    ['1', 0],
    ['2', 11],
  ] as const) {
    await put(id, id, CHAT, Date.parse('2026-11-25T00:30:00Z') + hour * HOUR);
  }
  const rows = await database.db.whatsappInbox.findMany();
  expect(new Set(rows.map(({ until }) => until.toISOString()))).toEqual(new Set(['2026-11-26T00:00:00.000Z']));
});

test('a message of another row or root is lost, not misread', async () => {
  await put('1');
  const [one] = await database.db.whatsappInbox.findMany();
  await put('2');
  await database.db.whatsappInbox.updateMany({ data: { body: one?.body ?? new Uint8Array() } });
  expect(await waiting()).toMatchObject({ messages: [{ body: '1' }], lost: 1 });
  const others = new EpochKeys(hours.folder, new Keys('a root secret of somebody else, long enough'));
  expect(await waitingMessages(database.db, () => others.living(NOON), 9)).toEqual({ messages: [], lost: 1 });
});

test('neither chat nor id nor words are to be found, and short and long take the same room', async () => {
  const id = '3EB0C767D26A1B2C4D5E';
  const words = 'Camat membagi kaus di balai desa';
  await put(id, { chat: CHAT, text: words });
  await put(`${id}2`, { chat: CHAT, text: `${words}, ${words}, ${words}` });
  const marks = [CHAT, '6281234567802', id, `${CHAT}:${id}`, JSON.stringify([CHAT, id]), words].map((text) => ({
    what: 'mark',
    text,
  }));
  const places = await dump(database.db);
  expect(places.map(({ where }) => where)).toContain('public.whatsapp_inbox.body');
  expect(search(places, marks, await keysIn(database.db))).toEqual([]);
  const rows = await database.db.whatsappInbox.findMany();
  expect(new Set(rows.map(({ body }) => body.length)).size).toBe(1);
});
