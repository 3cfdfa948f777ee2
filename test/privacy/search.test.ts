/** The search can find: every shape in which a mark could be left behind, planted where it could be. */
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { cellOf, dump, dumpFolder, keysIn } from './dump.ts';
import { nipMarks, phoneMarks } from './marks.ts';
import { search } from './search.ts';

const NIP = '198603222010012001';
const PHONE = '+6281200000001';
const MARKS = [...nipMarks(NIP), ...phoneMarks(PHONE), { what: 'name', text: 'Sari Wulandari Contoh' }];

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');

test.each([
  ['as it is', NIP],
  ['inside other words', `error: «${NIP}» is unknown`],
  ['in another case', 'SARI WULANDARI CONTOH'],
  ['masked', '1986********2001'],
  ['a number without its plus', 'wa:6281200000001@s'],
  ['a number at home', '081200000001'],
  ['hex', Buffer.from(NIP).toString('hex')],
  ['base64', base64(NIP)],
  ['base64 of something around it', base64(`{"n":"${NIP}"}`)],
  ['a hash in hex', sha256(NIP).toString('hex')],
  ['a hash in base64', sha256(PHONE).toString('base64url')],
  ['a hash that was cut', sha256(NIP).toString('hex').slice(0, 16)],
  ['an old hash', createHash('md5').update(NIP).digest('hex')],
  ['a hash of a hash', createHash('sha256').update(sha256(NIP)).digest('hex')],
  ['a hash with a label', sha256(`nip:${NIP}`).toString('base64')],
])('finds a mark in a text: %s', (_, planted) => {
  expect(search([{ where: 'cell', bytes: cellOf('text', planted) }], MARKS)).not.toEqual([]);
});

test.each([
  ['as it is', Buffer.from(NIP)],
  ['inside other bytes', Buffer.concat([Buffer.alloc(5, 7), Buffer.from('Sari Wulandari Contoh'), Buffer.alloc(5)])],
  ['in wide letters', Buffer.from(NIP, 'utf16le')],
  ['a hash', sha256(NIP)],
  ['eight bytes of a hash', sha256(PHONE).subarray(0, 8)],
  ['hex as text', Buffer.from(Buffer.from(NIP).toString('hex'))],
])('finds a mark in bytes: %s', (_, planted) => {
  expect(search([{ where: 'cell', bytes: cellOf('bytea', `\\x${planted.toString('hex')}`) }], MARKS)).not.toEqual([]);
});

test('finds marks in every kind of column, also of a table that no code of ours knows', async () => {
  const session = { key: new Uint8Array(sha256(NIP)), version: 1, body: new Uint8Array(1), recent: new Uint8Array(1) };
  await database.db.session.create({ data: { ...session, day: new Date(0) } });
  await database.db.lease.create({ data: { name: NIP, holder: 'x', until: new Date(0) } });
  await database.db.$executeRawUnsafe('CREATE SCHEMA other');
  await database.db.$executeRawUnsafe('CREATE TABLE other.job (data jsonb)');
  await database.db.$executeRawUnsafe(`INSERT INTO other.job VALUES ('{"to": ["${PHONE}"]}')`);
  const found = search(await dump(database.db), MARKS);
  await database.db.$executeRawUnsafe('DROP SCHEMA other CASCADE');
  await Promise.all([database.db.session.deleteMany(), database.db.lease.deleteMany()]);
  expect(new Set(found.map(({ where }) => where))).toEqual(
    new Set(['public.session.key', 'public.lease.name', 'other.job.data']),
  );
});

const KEY = sha256('some key');
test.each([
  ['in hex', KEY.toString('hex'), KEY],
  ['in base64', KEY.toString('base64url'), KEY],
  ['as it is written', 'a key in so many words', Buffer.from('a key in so many words')],
])('finds a hash under a key that lies beside it: %s', async (_, note, key) => {
  await database.db.lease.create({ data: { name: 'x', holder: 'x', until: new Date(0), note } });
  const keys = await keysIn(database.db);
  await database.db.lease.deleteMany();
  const planted = createHmac('sha256', key).update(NIP).digest('base64').slice(0, 20);
  const places = [{ where: 'cell', bytes: cellOf('text', planted) }];
  expect(search(places, MARKS)).toEqual([]);
  expect(search(places, MARKS, keys)).toContainEqual(
    expect.objectContaining({ text: NIP, shape: 'HMAC under public.lease.note' }),
  );
});

const KEYED = createHmac('sha256', KEY).update(NIP).digest();
const behind = (bytes: number, cut = KEYED.length): Buffer =>
  Buffer.concat([Buffer.alloc(bytes, 7), KEYED.subarray(0, cut), Buffer.alloc(4, 7)]);
test.each([
  ['as it is', behind(5)],
  ['as it is, cut', behind(5, 8)],
  ['in hex', Buffer.from(`a ${KEYED.toString('hex')}`)],
  ['in large hex', Buffer.from(KEYED.toString('hex').toUpperCase())],
  ['in hex, cut', Buffer.from(KEYED.toString('hex').slice(0, 16))],
  ['in base64', Buffer.from(base64(behind(0)))],
  ['in base64, a byte behind', Buffer.from(base64(behind(1)))],
  ['in base64, two bytes behind', Buffer.from(base64(behind(2)))],
  ['in base64, cut, in a column', cellOf('text', base64(behind(2, 8)))],
  ['in base64 for addresses', Buffer.from(`"${KEYED.toString('base64url')}"`)],
])('finds a hash under a key however it is written: %s', (_, bytes) => {
  const keys = [{ what: 'a key', bytes: KEY }];
  const found = search([{ where: 'cell', bytes }], [{ what: 'NIP', text: NIP }], keys);
  expect(found).toContainEqual({ where: 'cell', what: 'NIP', text: NIP, shape: 'HMAC under a key' });
});

test('finds what is no text, in a file of a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ikrar-search-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const bytes = sha256('a place on earth').subarray(0, 24);
  writeFileSync(join(folder, 'picture'), Buffer.concat([Buffer.alloc(9), bytes, Buffer.alloc(9)]));
  expect(search(dumpFolder(folder), [{ what: 'place', text: 'where', bytes }])).toEqual([
    { where: 'picture', what: 'place', text: 'where', shape: 'as it is' },
  ]);
});

test('finds nothing where nothing is', async () => {
  expect(search(await dump(database.db), MARKS)).toEqual([]);
});
