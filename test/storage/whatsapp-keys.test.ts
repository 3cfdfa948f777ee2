import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Keys } from '../../src/secrecy/keys.ts';
import { SealError } from '../../src/secrecy/seal.ts';
import { acquireLease, releaseLease } from '../../src/storage/lease.ts';
import { openKeys } from '../../src/storage/root.ts';
import { forgetKeys, type KeyChange, readKeys } from '../../src/storage/whatsapp-keys.ts';
import { NotOwnerError, WHATSAPP_LEASE } from '../../src/storage/whatsapp-owner.ts';
import { writeWhatsApp } from '../../src/storage/whatsapp-writing.ts';
import { dump, keysIn } from '../privacy/dump.ts';
import { search } from '../privacy/search.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { KEYS, ROOT } from '../support/roster-rows.ts';

const MINUTE = 60_000;
const US = 'us';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await acquireLease(database.db, { name: WHATSAPP_LEASE, holder: US }, MINUTE);
  await forgetKeys(database.db, US);
});

const EPOCH = { id: 499_000, key: createSecretKey(Buffer.alloc(32, 7)) };
const writeKeys = (keys: Keys, changes: readonly KeyChange[], holder = US) =>
  writeWhatsApp(database.db, keys, EPOCH, holder, { changes });
const write = (...changes: readonly KeyChange[]) => writeKeys(KEYS, changes);
const read = (type: string, ...ids: readonly string[]) => readKeys(database.db, KEYS, type, ids);
const entries = async (type: string, ...ids: readonly string[]) =>
  Object.fromEntries((await read(type, ...ids)).values);
const preKey = (n: number): KeyChange => ({ type: 'pre-key', id: String(n), value: JSON.stringify({ secret: n }) });

test('what is kept is found by type and id, and what is not is absent', async () => {
  const text = '{"name":"Ibu «Sari» \\"S\\" \u{1f338}","n":[1,2]}';
  await write({ type: 'session', id: '62812.0', value: text }, { type: 'pre-key', id: '62812.0', value: '"another"' });
  expect(await entries('session', '62812.0', '62813.0')).toEqual({ '62812.0': text });
  expect(await entries('pre-key', '62812.0')).toEqual({ '62812.0': '"another"' });
  expect(await entries('session')).toEqual({});
  await write();
});

test('a value is replaced and deleted, also where it is not', async () => {
  await write(preKey(1), preKey(2));
  await write({ ...preKey(1), value: '"new"' }, { ...preKey(2), value: undefined }, { ...preKey(3), value: undefined });
  expect(await entries('pre-key', '1', '2', '3')).toEqual({ 1: '"new"' });
});

test('what is told twice stands as it was told last', async () => {
  await write(preKey(1), { ...preKey(1), value: '"last"' }, preKey(2), { ...preKey(2), value: undefined });
  expect(await entries('pre-key', '1', '2')).toEqual({ 1: '"last"' });
});

test('all pre-keys of a pairing go in one transaction, and come back', async () => {
  const many = Array.from({ length: 812 }, (_, n) => preKey(n + 1));
  await write({ type: 'creds', id: 'creds', value: '"ours"' }, ...many);
  const { values } = await read('pre-key', ...many.map(({ id }) => id));
  expect(many.filter(({ id, value }) => values.get(id) !== value)).toEqual([]);
  const [writers] = await database.db.$queryRaw<{ rows: number; transactions: number }[]>`
    SELECT count(*)::int AS rows, count(DISTINCT xmin::text)::int AS transactions FROM whatsapp_key`;
  expect(writers).toEqual({ rows: 813, transactions: 1 });
});

test('what cannot be written whole is not written', async () => {
  await write(preKey(1), preKey(2));
  await database.db.$executeRaw`ALTER TABLE whatsapp_key ADD CONSTRAINT nobody CHECK (type <> 'refused') NOT VALID`;
  const batch = [{ ...preKey(1), value: undefined }, { ...preKey(2), value: '"new"' }, preKey(3)];
  await expect(write(...batch, { type: 'refused', id: '1', value: '1' })).rejects.toThrow();
  await database.db.$executeRaw`ALTER TABLE whatsapp_key DROP CONSTRAINT nobody`;
  expect(await entries('pre-key', '1', '2', '3')).toEqual({ 1: preKey(1).value, 2: preKey(2).value });
});

test('unpaired, nothing is left', async () => {
  await write(preKey(1), { type: 'creds', id: 'creds', value: '"ours"' });
  await forgetKeys(database.db, US);
  expect(await database.db.whatsappKey.count()).toBe(0);
});

test.each([
  ['taken over', { name: WHATSAPP_LEASE, holder: 'somebody else' }, MINUTE],
  ['over, and nobody took it', { name: WHATSAPP_LEASE, holder: US }, -1],
  ['never held, but another one is', { name: 'telegram', holder: US }, MINUTE],
])('with a lease that is %s nothing is written or forgotten', async (_, lease, ttl) => {
  await write(preKey(1), preKey(2));
  await releaseLease(database.db, { name: WHATSAPP_LEASE, holder: US });
  await acquireLease(database.db, lease, ttl);
  await expect(write({ ...preKey(1), value: undefined }, { ...preKey(2), value: '""' }, preKey(3))).rejects.toThrow(
    NotOwnerError,
  );
  await expect(forgetKeys(database.db, US)).rejects.toThrow(NotOwnerError);
  expect(await entries('pre-key', '1', '2', '3')).toEqual({ 1: preKey(1).value, 2: preKey(2).value });
  await releaseLease(database.db, lease);
});

test('another root finds nothing, and opens nothing', async () => {
  const others = new Keys('a root secret of somebody else, long enough');
  await write(preKey(1));
  expect(await readKeys(database.db, others, 'pre-key', ['1'])).toEqual({ values: new Map(), damaged: 0 });
  const [ours] = await database.db.whatsappKey.findMany();
  await writeKeys(others, [preKey(1)]);
  await database.db.$executeRaw`
    UPDATE whatsapp_key SET value = ${ours?.value ?? new Uint8Array()} WHERE name <> ${ours?.name ?? new Uint8Array()}`;
  expect(await readKeys(database.db, others, 'pre-key', ['1'])).toEqual({ values: new Map(), damaged: 1 });
});

test('a value opens in its own row only', async () => {
  await write(preKey(1));
  const [one] = await database.db.whatsappKey.findMany();
  await write(preKey(2));
  await database.db.whatsappKey.updateMany({ data: { value: one?.value ?? new Uint8Array() } });
  expect(await read('pre-key', '1', '2')).toEqual({ values: new Map([['1', preKey(1).value]]), damaged: 1 });
});

test('a size tells neither how long somebody talked nor which pre-key it is', async () => {
  const sizes = async (type: string) =>
    database.db.$queryRaw<{ size: number }[]>`
      SELECT DISTINCT length(value) AS size FROM whatsapp_key WHERE type = ${type}`;
  // A session grows by 115 bytes with each of the first answers to an answer.
  const session = (rounds: number): KeyChange => ({
    type: 'session',
    id: `62812000000${rounds}.0`,
    value: JSON.stringify({ chains: 'x'.repeat(900 + 115 * rounds) }),
  });
  await write(...[1, 3, 6, 20].map(session), preKey(1), preKey(16_777_215));
  expect(await sizes('session')).toHaveLength(1);
  expect(await sizes('pre-key')).toEqual([{ size: 256 + 33 }]);
});

test('neither number nor id nor value is to be found', async () => {
  const texts = {
    number: '6281234567801',
    'id of a session': '6281234567801.0',
    LID: '208123456789012',
    'id of a mapping': '208123456789012_reverse',
    'id of a hash': 'session:6281234567801.0',
    value: 'a ratchet that nobody may turn',
    'private key': Buffer.alloc(32, 0xa7).toString('base64'),
  };
  const value = JSON.stringify([texts.value, texts['private key'], texts.number]);
  await write(
    { type: 'session', id: texts['id of a session'], value },
    { type: 'lid-mapping', id: texts.number, value: JSON.stringify(texts.LID) },
    { type: 'lid-mapping', id: texts['id of a mapping'], value: JSON.stringify(texts.number) },
    { type: 'creds', id: 'creds', value },
  );
  const marks = Object.entries(texts).map(([what, text]) => ({ what, text }));
  const raw = { what: 'private key, raw', text: 'private key', bytes: Buffer.alloc(32, 0xa7) };
  const places = await dump(database.db);
  expect(places.map(({ where }) => where)).toContain('public.whatsapp_key.value');
  expect(search(places, [...marks, raw], await keysIn(database.db))).toEqual([]);
});

test('under another root a service does not start, rather than take the number for not linked', async () => {
  const { db } = database;
  await write(preKey(1));
  await expect(openKeys(db, 'another root secret that only tests use')).rejects.toThrow(SealError);
  await openKeys(db, ROOT);
});
