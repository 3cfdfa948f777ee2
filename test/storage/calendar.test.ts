import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalText, OFFICIAL_IKRAR } from '../../src/domain/document.ts';
import { electionFaults, pledgeIsOpen } from '../../src/domain/election.ts';
import { addDocument, ensureOfficialIkrar, listDocuments } from '../../src/storage/documents.ts';
import {
  addElections,
  electionShape,
  findElection,
  listElections,
  replaceElection,
} from '../../src/storage/elections.ts';
import { findPeople } from '../../src/storage/people.ts';
import { sampleElection, seedTrial } from '../../src/storage/trial.ts';
import { temporaryFolder } from '../documents/support.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { KEYS } from '../support/roster-rows.ts';
import { day, ELECTION, NOON } from '../support/world.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('elections come back as they were added, the one that votes first first; an id is added once', async () => {
  const later = { ...ELECTION, id: 'later', votingDay: day('2027-02-01'), legal: ['UU 7/2017'] };
  expect(await addElections(database.db, [later, ELECTION])).toEqual([]);
  const again = [
    { ...ELECTION, name: 'Lain' },
    { ...ELECTION, id: 'more' },
  ];
  expect(await addElections(database.db, again)).toEqual([ELECTION.id]);
  expect(await listElections(database.db)).toEqual([ELECTION, later]);
  expect(await findElection(database.db, 'nothing')).toBeUndefined();
});

test.each([
  ['day', { pledgeCloses: day('2026-11-22') }],
  ['source', { legal: ['UU 7/2017'] }],
  ['word', { texts: { id: { week: 'Sepekan lagi' } } }],
])('an election that got another %s since it was read is not written over', async (change, other) => {
  const before = { ...ELECTION, id: `read-${change}` };
  await addElections(database.db, [before]);
  const named = { ...before, name: 'Lain' };
  expect(await replaceElection(database.db, before, { ...before, ...other })).toBe('replaced');
  expect(await replaceElection(database.db, before, named)).toBe('meanwhile');
  expect(await findElection(database.db, before.id)).toEqual({ ...before, ...other });
  expect(await replaceElection(database.db, { ...before, ...other }, named)).toBe('replaced');
  expect(await findElection(database.db, before.id)).toEqual(named);
});

test('an election keeps words of its own, and has none where none were ever written', async () => {
  const texts = {
    id: { quietFirst: 'Masa tenang mulai.\nMohon tenang.', week: '🙏 Sepekan lagi' },
    en: { opening: 'Open' },
  };
  await addElections(database.db, [{ ...ELECTION, id: 'worded', texts }]);
  expect((await findElection(database.db, 'worded'))?.texts).toEqual(texts);
  const { texts: _, legal, ...before } = ELECTION;
  await database.db.election.createMany({ data: [{ ...before, legal: [...legal], id: 'wordless' }] });
  expect((await findElection(database.db, 'wordless'))?.texts).toEqual({});
});

test.each([
  ['trimmed, with new lines of one kind', { id: { week: ' satu\r\ndua\n' } }, { id: { week: 'satu\ndua' } }],
  ['of 600 characters', { en: { opening: 'x'.repeat(600) } }, { en: { opening: 'x'.repeat(600) } }],
  ['of 601', { en: { opening: 'x'.repeat(601) } }, undefined],
  ['empty', { id: { week: ' \n ' } }, undefined],
  ['with a place to fill in', { id: { week: 'sampai {tanggal}' } }, undefined],
  ['with a mark that turns the line around', { id: { week: 'a\u202eb' } }, undefined],
  ['with a colour', { id: { week: '\u001b[31mmerah' } }, undefined],
  ['in a language that nobody is written to', { jv: { week: 'satu' } }, undefined],
  ['for a day that has none', { id: { quietFourth: 'satu' } }, undefined],
  ['that is no text', { id: { week: 1 } }, undefined],
])('words of an election, %s', (_, texts, kept) => {
  const read = electionShape.safeParse({ ...ELECTION, texts });
  expect(read.data?.texts).toEqual(kept);
});

test('the official ikrar is version 1, once; a further document is the next version of its kind', async () => {
  await ensureOfficialIkrar(database.db);
  await ensureOfficialIkrar(database.db);
  const official = { id: 'ikrar-1', kind: 'ikrar', version: 1, ...OFFICIAL_IKRAR } as const;
  const sha256 = createHash('sha256').update(canonicalText(OFFICIAL_IKRAR)).digest('hex');
  expect(await listDocuments(database.db)).toEqual([{ ...official, sha256 }]);

  const text = { title: 'PAKTA', opening: 'Saya', points: ['satu', 'dua'], closing: 'Demikian' };
  await addElections(database.db, [ELECTION]);
  const pakta = await addDocument(database.db, 'pakta', text, ELECTION.id);
  const again = await addDocument(database.db, 'ikrar', text);
  expect([pakta.version, again.version]).toEqual([1, 2]);
  expect((await listDocuments(database.db)).map((one) => one.id)).toEqual(['ikrar-2', 'ikrar-1', 'pakta-1']);
  expect((await listDocuments(database.db)).at(-1)).toEqual(pakta);
});

test('the sample election is sound: open, and its masa tenang begins tomorrow', () => {
  for (const now of [NOON, Date.parse('2026-12-31T23:30:00+07:00'), Date.parse('2028-02-27T00:10:00+07:00')]) {
    const election = sampleElection(now);
    expect(electionFaults(election)).toEqual([]);
    expect(pledgeIsOpen(election, now)).toBe(true);
  }
  expect(sampleElection(NOON)).toMatchObject({
    quietFrom: '2026-11-18',
    quietTo: '2026-11-20',
    votingDay: '2026-11-21',
  });
});

test('the trial gives the same people on every start, as the roster knows them, and opens a new election when one is over', async () => {
  const first = await seedTrial(database.db, KEYS, NOON, folder.path);
  const people = await database.db.person.findMany({ orderBy: { id: 'asc' } });
  expect(await seedTrial(database.db, KEYS, NOON, folder.path)).toEqual(first);
  expect(await database.db.person.findMany({ orderBy: { id: 'asc' } })).toEqual(people);
  expect(first).toHaveLength(60);
  const found = await findPeople(
    database.db,
    KEYS,
    first.map((persona) => persona.nip),
  );
  for (const persona of first) {
    expect(found.get(persona.nip)).toMatchObject({ name: persona.name, office: persona.office });
    expect(found.get(persona.nip)?.phone).toBe(persona.phone);
    expect(found.get(persona.nip)?.hasCode).toBe(persona.code !== undefined);
  }
  expect(first.slice(0, 4).map(({ phone, code }) => [!!phone, !!code])).toEqual([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ]);

  const weekLater = NOON + 7 * 24 * 3_600_000;
  await seedTrial(database.db, KEYS, weekLater, folder.path);
  const election = await findElection(database.db, 'contoh');
  expect(election && pledgeIsOpen(election, weekLater)).toBe(true);
});
