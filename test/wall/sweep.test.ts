/** After a sweep every row that was touched since the last one looks alike: none shares a transaction with a report's. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseReceiptCode } from '../../src/domain/receipt.ts';
import { lookupOf } from '../../src/secrecy/receipt-keys.ts';
import type { TestDatabase } from '../support/database.ts';
import { type Reporting, reporting } from '../support/reporting.ts';
import { chunksOf, tuplesOf } from './tuples.ts';

let database: TestDatabase;
let desk: Reporting;
reporting((open) => {
  ({ database, desk } = open);
});

/** The transactions that wrote the rows of a table, in order. */
async function writersOf(table: string): Promise<readonly number[]> {
  const rows = await database.db.$queryRawUnsafe<{ xmin: number }[]>(
    `SELECT DISTINCT xmin::text::float8 AS xmin FROM ${table} ORDER BY xmin`,
  );
  return rows.map(({ xmin }) => xmin);
}

/** Longer than what fits beside a row, and nothing that could be packed. */
const VOICE = Buffer.concat([Buffer.from('OggS'), randomBytes(700_000)]);

async function files(chat: string, voice?: Buffer): Promise<string> {
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa.', 'Klojen');
  if (voice) await desk.sends(chat, voice);
  await desk.taps(chat, 'done', 'file', 'skip', 'none');
  return desk.code(chat);
}

test('the very first sweep of a database rewrites the chats as every other does', async () => {
  await desk.says('somebody else', '/mulai');
  await files('first');
  expect(await writersOf('session')).toHaveLength(2);
  await desk.sweep();
  expect(await writersOf('session')).toHaveLength(1);
  expect(await writersOf('report')).toEqual(await writersOf('session'));
});

test("WhatsApp's keys, which are written as a message comes, are rewritten with the chats", async () => {
  const key = (n: number) => ({ name: Buffer.from([n]), type: 'session', value: Buffer.alloc(8) });
  await database.db.whatsappKey.create({ data: key(1) });
  await files('on WhatsApp');
  await database.db.whatsappKey.create({ data: key(2) });
  expect(await writersOf('whatsapp_key')).toHaveLength(2);
  await desk.sweep();
  expect(await writersOf('whatsapp_key')).toEqual((await writersOf('report')).slice(-1));
});

test('evidence does not tell the moment it came, in its rows or in the chunks of its bytes', async () => {
  await files('second', VOICE);
  const chunks = await chunksOf(database.db, 'evidence_part');
  expect(await writersOf(chunks)).toEqual(await writersOf('evidence_part'));
  await desk.sweep();
  const swept = (await writersOf('session')).at(-1) ?? 0;
  for (const table of ['evidence', 'evidence_part', chunks]) {
    const [first = 0] = await writersOf(table);
    expect(first).toBeGreaterThanOrEqual(swept);
  }
  const [piece] = await database.db.evidence.findMany();
  expect((await desk.openPiece(piece?.id ?? '')).equals(VOICE)).toBe(true);
});

test('a chat that wants to be told never stands beside its watch, nor when it wants that no more', async () => {
  const code = await files('third');
  await desk.sweep();
  await desk.says('a reader', `status ${code}`);
  await desk.taps('a reader', 'watch', 'yes');
  expect(await writersOf('watch')).toEqual([]);
  await desk.sweep();
  expect(await writersOf('session')).toHaveLength(1);
  expect(await writersOf('watch')).toEqual(await writersOf('session'));
  const watched = await database.db.watch.findMany();
  await desk.taps('a reader', 'unwatch');
  expect(await database.db.watch.findMany()).toEqual(watched);
  await desk.sweep();
  expect(await database.db.watch.count()).toBe(0);
});

test('a sweep with nothing to hide writes nothing, and who was silent for days is left alone', async () => {
  const before = await writersOf('session');
  await desk.sweep();
  expect(await writersOf('session')).toEqual(before);
  desk.now += 3 * 86_400_000;
  await files('fourth');
  await desk.sweep();
  const [old, ...swept] = await writersOf('session');
  expect([old]).toEqual(before);
  expect(swept).toEqual((await writersOf('report')).slice(-1));
});

/** By which a report is found, in hex. */
function lookupUnder(shown: string): string {
  const code = parseReceiptCode(shown);
  if (!code) throw new Error('no code was shown');
  return lookupOf(code).toString('hex');
}

test('reports that waited together lie in an order that tells nothing of when each was filed', async () => {
  const filed: string[] = [];
  for (let n = 0; n < 12; n += 1) filed.push(lookupUnder(await files(`one of many ${n}`)));
  await desk.sweep();
  const rows = await tuplesOf(database.db, 'report', { key: `encode(lookup, 'hex')` });
  const lying = rows
    .filter(({ key }) => filed.includes(key))
    .toSorted((a, b) => a.page - b.page || a.item - b.item)
    .map(({ key }) => key);
  const sorted = filed.toSorted();
  expect(lying.toSorted()).toEqual(sorted);
  // Chance alone would bring about one of these once in a hundred million times.
  for (const order of [filed, filed.toReversed(), sorted, sorted.toReversed()]) expect(lying).not.toEqual(order);
});
