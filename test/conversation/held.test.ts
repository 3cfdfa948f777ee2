import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Held, type HeldChat } from '../../src/conversation/held.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { fillDatabase } from '../support/roster.ts';
import { calendarOf, Postbox, type Shell, shell } from '../support/shell.ts';
import { NOON, SARI } from '../support/world.ts';

const CHAT = 'served by two';
const some: HeldChat = { version: 1, recent: new Uint8Array(), session: { language: 'id', frames: [] } };

let database: TestDatabase;
let box: Postbox;
let replicas: readonly [Shell, Shell];
beforeAll(async () => {
  database = await testDatabase();
  await fillDatabase(database.db);
});
afterAll(() => database.close());
beforeEach(() => {
  box = new Postbox();
  const replica = (): Shell => shell(database.db, calendarOf(), () => NOON, box);
  replicas = [replica(), replica()];
});
afterEach(() => vi.useRealTimers());

test('a chat that another process served meanwhile is read anew', async () => {
  const [here, there] = replicas;
  await here.says(CHAT, '/ikrar');
  await there.says(CHAT, SARI.nip);
  await there.quiet();
  await here.says(CHAT, 'kode');
  await here.quiet();
  await there.says(CHAT, 'K7QM-2XPD');
  await there.quiet();
  expect(box.to(CHAT).at(-1)?.markup).toContain('OPD: Dinas Kesehatan');
});

test('a message is handled once, also when another process handled the last ones', async () => {
  const [here, there] = replicas;
  await here.says('again', '/ikrar');
  const other = box.arrival('again', { kind: 'text', text: '/bantuan' });
  await there.turns.receive(other);
  await here.turns.receive(other);
  await Promise.all(replicas.map((one) => one.quiet()));
  expect(box.to('again')).toHaveLength(2);
});

test('nothing is held for longer than two minutes, whether or not anybody writes', () => {
  vi.useFakeTimers();
  const held = new Held(Date.now);
  held.put('left', some);
  vi.advanceTimersByTime(59_000);
  expect(held.get('left')?.version).toBe(1);
  held.put('late', some);
  vi.advanceTimersByTime(58_000);
  expect([held.get('left'), held.get('late')].map((one) => one?.version)).toEqual([1, 1]);
  vi.advanceTimersByTime(60_000);
  expect(held.get('late')).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test('a clock that was set forward or back makes a conversation be opened again', () => {
  let now = NOON;
  const held = new Held(() => now);
  held.put('chat', some);
  for (const jump of [-86_400_000, 86_400_000]) {
    now = NOON + jump;
    expect(held.get('chat')).toBeUndefined();
  }
});
