import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseActivationCode } from '../../src/domain/activation.ts';
import { syntheticPeople } from '../../src/domain/synthetic.ts';
import { checkActivation, countCodes } from '../../src/storage/activation.ts';
import { draftCodes, storeCodes } from '../../src/storage/activation-codes.ts';
import { findOffice } from '../../src/storage/offices.ts';
import { findPeople } from '../../src/storage/people.ts';
import { type RosterRow, writeRoster } from '../../src/storage/roster.ts';
import { carryOut } from '../support/carry-out.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { KEYS, ROSTER } from '../support/roster-rows.ts';
import { nip, phone } from '../support/world.ts';

const [SARI, BUDI, TUTIK] = ROSTER;
const code = parseActivationCode('K7QM-2XPD');
if (!code) throw new Error('no code');

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const write = (rows: readonly RosterRow[]) => writeRoster(database.db, KEYS, rows);
const find = async (row: RosterRow) => (await findPeople(database.db, KEYS, [row.nip])).get(row.nip);

test('people are found by their NIP as they were written', async () => {
  expect(await write(ROSTER)).toEqual({ added: 3, changed: 0, unchanged: 0 });
  const found = await findPeople(database.db, KEYS, [SARI.nip, BUDI.nip, nip('198001012005011001')]);
  expect([...found.keys()].sort()).toEqual([BUDI.nip, SARI.nip].sort());
  expect(found.get(SARI.nip)).toMatchObject({
    name: SARI.name,
    office: 'Dinas Kesehatan',
    phone: SARI.phone,
    hasCode: false,
  });
});

test('writing the same again rewrites nothing', async () => {
  await write(ROSTER);
  const before = await database.db.person.findMany({ orderBy: { id: 'asc' } });
  expect(await write(ROSTER)).toEqual({ added: 0, changed: 0, unchanged: 3 });
  expect(await database.db.person.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
});

test('a change is written, under the same id', async () => {
  await write(ROSTER);
  const before = await find(BUDI);
  const moved = { ...BUDI, office: 'Inspektorat Daerah', phone: phone('+6281200000077') };
  expect(await write([SARI, moved])).toEqual({ added: 0, changed: 1, unchanged: 1 });
  expect(await find(BUDI)).toEqual({ ...before, office: 'Inspektorat Daerah', phone: moved.phone });
});

test('a source that says nothing of phones leaves them', async () => {
  await write(ROSTER);
  const { phone: _, ...silent } = SARI;
  await write([{ ...silent, name: 'Sari W. Contoh' }]);
  expect(await find(SARI)).toMatchObject({ name: 'Sari W. Contoh', phone: SARI.phone });
  await write([{ ...SARI, phone: null }]);
  expect(await find(SARI)).not.toHaveProperty('phone');
});

test('spellings of an office that differ in case and spaces are one office', async () => {
  await write([SARI, { ...TUTIK, office: ' DINAS  kesehatan' }]);
  expect((await find(TUTIK))?.office).toBe('Dinas Kesehatan');
});

test('a code that was used up stays so when the same roster is written again, and a new one replaces it', async () => {
  await write([{ ...TUTIK, code }]);
  const { id = '' } = (await find(TUTIK)) ?? {};
  await carryOut(database.db, countCodes([{ chat: 'c1', personId: id, right: true, at: 0 }]), ['c1']);
  await write([{ ...TUTIK, name: 'Tutik Lain Contoh', code }]);
  expect(await checkActivation(database.db, KEYS, id, code, 1)).toEqual({ ok: false, why: 'used' });
  const other = parseActivationCode('9RTN4HVE');
  if (!other) throw new Error('no code');
  await write([{ ...TUTIK, code: other }]);
  expect(await checkActivation(database.db, KEYS, id, other, 1)).toEqual({ ok: true });
});

test('codes are drafted for those who have none, of one office or all, and stored once', async () => {
  await write([SARI, BUDI, { ...TUTIK, code }]);
  const drafted = await draftCodes(database.db, KEYS);
  expect(drafted.map((slip) => slip.nip)).not.toContain(TUTIK.nip);
  const here = await draftCodes(database.db, KEYS, await findOffice(database.db, ' dinas  KESEHATAN'));
  expect(here.map((slip) => slip.nip)).toEqual([SARI.nip]);
  expect(await storeCodes(database.db, KEYS, here)).toBe(1);
  expect(await storeCodes(database.db, KEYS, here)).toBe(0);
  const [slip] = here;
  if (!slip) throw new Error('no slip');
  expect(await checkActivation(database.db, KEYS, slip.personId, slip.code, 0)).toEqual({ ok: true });
});

test('two imports at once of the same new people give each person one id', async () => {
  const rows = [...syntheticPeople(7, 700, ['Dinas Contoh'])].map((row) => ({ ...row, phone: row.phone ?? null }));
  const counts = await Promise.all([write(rows), write(rows.toReversed())]);
  expect(counts.reduce((sum, count) => sum + count.added, 0)).toBe(700);
  const found = await findPeople(
    database.db,
    KEYS,
    rows.map((row) => row.nip),
  );
  expect(found.size).toBe(700);
});

test('a source with fewer columns that agrees with what is known changes nobody, and leaves phones and codes', async () => {
  const full = [{ ...SARI, code }, BUDI];
  await write(full);
  const bare = full.map(({ nip: one, name, office }) => ({ nip: one, name, office: ` ${office.toUpperCase()}` }));
  expect(await write(bare)).toEqual({ added: 0, changed: 0, unchanged: 2 });
  expect(await write(full)).toEqual({ added: 0, changed: 0, unchanged: 2 });
  expect(await find(SARI)).toMatchObject({ phone: SARI.phone, hasCode: true });
  const [sari, budi] = bare;
  if (!sari || !budi) throw new Error('no rows');
  expect(
    await write([
      { ...sari, code },
      { ...budi, phone: null },
    ]),
  ).toMatchObject({ changed: 0 });
  expect(
    await write([
      { ...sari, phone: null },
      { ...budi, code },
    ]),
  ).toMatchObject({ changed: 2 });
});
