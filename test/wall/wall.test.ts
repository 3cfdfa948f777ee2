/**
 * The wall: reports on every path, among other traffic, from chats that can be recognised by anything they leave. Afterwards
 * nothing that was ever written leads from the report side to any of them, but for what was named to them, and that is sealed.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWith } from '../../src/secrecy/age.ts';
import { readPiece } from '../../src/storage/evidence.ts';
import { cellOf, decoded, dump, dumpFolder, keysIn } from '../privacy/dump.ts';
import type { HashKey, Mark } from '../privacy/marks.ts';
import { type Place, search } from '../privacy/search.ts';
import { onPostgres } from '../support/database.ts';
import { keys } from '../support/shell.ts';
import { readHistory, readRows } from './history.ts';
import { PATHS } from './paths.ts';
import { openStage, type Stage } from './stage.ts';
import { hourRing, type Ring, rootRing, together, tryAll } from './thief.ts';

/** Where nothing of a person may be, nor a hash of it under whatever key. */
const REPORT_SIDE = ['intake', 'report', 'letter', 'evidence', 'evidence_part', 'errand', 'watch', 'sweep', 'unit'];

let stage: Stage<keyof typeof PATHS>;
let identities: readonly Mark[];
let told: readonly Mark[];

beforeAll(async () => {
  stage = await openStage(PATHS);
  stage.box.stuck.add(stage.who('withOriginals').chat);
  await stage.next();
  await stage.next();
  await stage.desk.sweep();
  await stage.next();
  await stage.desk.sweep();
  identities = stage.everybody.flatMap((who) => who.identity());
  told = stage.everybody.flatMap((who) => [...who.told(), ...who.codes()]);
});
afterAll(() => stage.close());

test('the paths left what they should', async () => {
  const { db } = stage.database;
  const statuses = (await db.report.findMany()).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual(['dicabut', 'dicabut', ...Array.from({ length: 7 }, () => 'diterima')]);
  expect(await db.letter.count()).toBe(2);
  expect(await db.evidence.groupBy({ by: ['role'], _count: true, orderBy: { role: 'asc' } })).toEqual([
    { role: 'clean', _count: 6 },
    { role: 'original', _count: 1 },
  ]);
  expect(await db.errand.findMany({ select: { kind: true } })).toEqual([{ kind: 'erase' }]);
  expect(await db.pledge.count()).toBe(1);
  expect([await db.watch.count(), await db.intake.count(), await db.outbox.count()]).toEqual([1, 0, 0]);
  expect(stage.box.erased.map(({ from }) => from).toSorted()).toEqual(
    [stage.who('full').chat, stage.who('cancelled').chat, stage.who('answered').chat].toSorted(),
  );
});

test('no row that was ever written names anybody, plainly or by a hash that the database itself could make', async () => {
  const { db } = stage.database;
  expect(search(await dump(db), [...identities, ...told], await keysIn(db))).toEqual([]);
});

// Where there is a server, its files are not ours to read; what it logs ahead is searched by wal.postgres.test.ts.
if (!onPostgres)
  test('no file of the data folder does', async () => {
    const { folder = '', database } = stage;
    await database.db.$executeRaw`CHECKPOINT`;
    const places = dumpFolder(folder);
    expect(places.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeGreaterThan(20_000_000);
    expect(search(places, [...identities, ...told])).toEqual([]);
  });

test('no line of the log does', () => {
  const text = stage.lines.join('');
  expect(text).toContain('the platform will not take a reply');
  const bytes = Buffer.concat([Buffer.from(text), ...decoded(text)]);
  expect(search([{ where: 'log', bytes }], [...identities, ...told])).toEqual([]);
});

const hashKeys = (ring: Ring): readonly HashKey[] =>
  [...ring].map(([what, { key }]) => ({ what, bytes: key.export() }));

test('on the report side there is no hash of anybody, also for who has the root and the keys of the hours', async () => {
  const hours = await stage.desk.house.epochs.living(stage.desk.now);
  const held = hashKeys(together(rootRing(keys), hourRing(hours, [])));
  const versions = await readHistory(stage.database.db);
  const placesOf = (tables: readonly string[]): readonly Place[] =>
    versions
      .filter(({ table }) => tables.includes(table))
      .map(({ table, row }) => ({ where: table, bytes: cellOf('jsonb', JSON.stringify(row)) }));
  expect(search(placesOf(REPORT_SIDE), identities, held)).toEqual([]);
  // The chats' own side is keyed by such hashes: so they would be found.
  const own = new Set(search(placesOf(['session', 'contact']), identities, held).map(({ shape }) => shape));
  expect([...own].toSorted()).toEqual(['contact', 'message', 'session'].map((one) => `HMAC under ${one}.index`));
});

test('what was named to the person stands sealed, and in its own table alone', async () => {
  const hours = await stage.desk.house.epochs.living(stage.desk.now);
  const rows = (await readRows(stage.database.db)).filter(({ table }) => REPORT_SIDE.includes(table));
  const opened = tryAll(together(rootRing(keys), hourRing(hours, [])), rows);
  const said = opened.map(({ value }, n) => ({ where: String(n), bytes: Buffer.from(JSON.stringify(value)) }));
  const naming = new Set(search(said, identities).map(({ where }) => where));
  const holding = opened.filter((_, n) => naming.has(String(n)));
  const [errand, watch] = holding.toSorted((a, b) => a.where.localeCompare(b.where));
  expect(holding).toHaveLength(2);
  expect(watch).toMatchObject({
    where: 'watch.sealed',
    key: 'watch.seal',
    value: { id: stage.who('answered').chat },
  });
  expect(errand).toMatchObject({
    where: 'errand.body',
    key: expect.stringMatching(/^hour /),
    value: { address: { id: stage.who('withOriginals').chat } },
  });
});

test('officers read what was told, and of who told it only what an original shows', async () => {
  const { db } = stage.database;
  const read = async (where: string, sealed: Uint8Array): Promise<readonly Place[]> =>
    sealed.length === 0 ? [] : [{ where, bytes: Buffer.from(await openWith(stage.desk.identity, sealed)) }];
  const places: Place[] = [];
  for (const { body } of await db.report.findMany()) places.push(...(await read('report', body)));
  for (const { body } of await db.letter.findMany()) places.push(...(await read('letter', body)));
  for (const { id, role } of await db.evidence.findMany({ where: { reportId: { not: null } } })) {
    const parts: Uint8Array[] = [];
    for await (const part of readPiece(db, id)) parts.push(part);
    places.push(...(await read(role, Buffer.concat(parts))));
  }
  const shown = search(places, identities);
  expect(new Set(shown.map(({ where, what }) => `${where}: ${what}`))).toEqual(
    new Set(['original: serial number', 'original: place', 'original: display name', 'original: chat']),
  );
  const readable = new Set(search(places, told).map(({ where, what }) => `${where}: ${what}`));
  expect(readable).toEqual(
    new Set([
      'report: words',
      'report: words under a file',
      'letter: words in a letter',
      'letter: words under a file',
      'clean: words in a file',
    ]),
  );
});
