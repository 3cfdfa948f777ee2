import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { acquireLease } from '../../src/storage/lease.ts';
import { findCopy, forgetCopies } from '../../src/storage/whatsapp-copies.ts';
import { WHATSAPP_LEASE } from '../../src/storage/whatsapp-owner.ts';
import { writeWhatsApp } from '../../src/storage/whatsapp-writing.ts';
import { dump, keysIn } from '../privacy/dump.ts';
import { search } from '../privacy/search.ts';
import type { TestDatabase } from '../support/database.ts';
import { KEYS } from '../support/roster-rows.ts';
import { type Hours, openHours } from './hours.ts';

const MINUTE = 60_000;
const US = 'us';
const HOUR = 60 * MINUTE;
const NOON = Date.parse('2026-11-25T12:00:00Z');
const ID = '3EB0A1B2C3D4E5F60718';

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
  await database.db.whatsappCopy.deleteMany();
});

const keep = async (id: string, bytes: Uint8Array, now = NOON) =>
  writeWhatsApp(database.db, KEYS, await epochs.current(now), US, { copies: [{ id, bytes, at: now }] });
const find = async (id: string, now = NOON) => findCopy(database.db, KEYS, await epochs.living(now), id);

test('a copy comes back to the byte, by the id of its message', async () => {
  const bytes = Uint8Array.from({ length: 3000 }, (_, n) => n % 256);
  await keep(ID, bytes);
  await keep('empty', new Uint8Array());
  expect(await find(ID)).toEqual(bytes);
  expect(await find('empty')).toEqual(new Uint8Array());
  expect(await find('another')).toBeUndefined();
});

test('a message that is sent again is kept as it was sent last, and from then on', async () => {
  await keep(ID, Buffer.from('first'));
  await keep(ID, Buffer.from('again'), NOON + 30 * MINUTE);
  expect(await forgetCopies(database.db, NOON + 60 * MINUTE)).toBe(0);
  expect(await find(ID, NOON + 60 * MINUTE)).toEqual(new Uint8Array(Buffer.from('again')));
});

test('it is there for fifty minutes at least, and forgotten before an hour is over', async () => {
  await keep('early', Buffer.from('early'));
  await keep('late', Buffer.from('late'), NOON + 5 * MINUTE - 1);
  expect(await forgetCopies(database.db, NOON + 55 * MINUTE - 1)).toBe(0);
  expect(await find('late', NOON + 55 * MINUTE - 1)).toBeDefined();
  expect(await forgetCopies(database.db, NOON + 55 * MINUTE)).toBe(2);
  expect(await find('early', NOON + 55 * MINUTE)).toBeUndefined();
});

test('what a clock that went wrong left does not stay, and what another replica has just kept does', async () => {
  await keep('far', Buffer.from('far'), NOON + 48 * HOUR);
  await keep('near', Buffer.from('near'), NOON + 9 * MINUTE);
  expect(await forgetCopies(database.db, NOON)).toBe(1);
  expect(await find('near', NOON)).toBeDefined();
});

test('it opens with the key of its hour, under its root and in its row, and else is not there', async () => {
  await keep(ID, Buffer.from('kept'));
  expect(await findCopy(database.db, KEYS, [], ID)).toBeUndefined();
  expect(await find(ID, NOON + 25 * HOUR)).toBeUndefined();
  const others = new Keys('a root secret of somebody else, long enough');
  const living = await new EpochKeys(hours.folder, others).living(NOON);
  expect(await findCopy(database.db, others, living, ID)).toBeUndefined();
  expect(await findCopy(database.db, KEYS, living, ID)).toBeUndefined();
  const [one] = await database.db.whatsappCopy.findMany();
  await keep('another', Buffer.from('another'));
  await database.db.whatsappCopy.updateMany({ data: { body: one?.body ?? new Uint8Array() } });
  expect(await find('another')).toBeUndefined();
  expect(await find(ID)).toBeDefined();
});

test('neither id nor words are to be found, and no time finer than five minutes', async () => {
  const words = 'Kode laporan Anda: K7QM-2XPD-9RTN-4HVE';
  await keep(ID, Buffer.from(words), NOON + 17 * MINUTE + 1234);
  const places = await dump(database.db);
  expect(places.map(({ where }) => where)).toContain('public.whatsapp_copy.body');
  const marks = [ID, words, 'K7QM-2XPD-9RTN-4HVE'].map((text) => ({ what: 'mark', text }));
  expect(search(places, marks, await keysIn(database.db))).toEqual([]);
  expect(await database.db.whatsappCopy.findMany()).toMatchObject([{ slot: NOON / (5 * MINUTE) + 3 }]);
});

test('short and long words take the same room', async () => {
  await keep('short', Buffer.from('Ya.'));
  await keep('long', Buffer.from('Sudah dicatat. '.repeat(20)));
  const rows = await database.db.whatsappCopy.findMany();
  expect(new Set(rows.map(({ body }) => body.length)).size).toBe(1);
});
