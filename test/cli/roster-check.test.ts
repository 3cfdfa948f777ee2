import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { type CellFault, checkRows } from '../../src/cli/roster/check.ts';
import { findHeader } from '../../src/cli/roster/columns.ts';
import type { Cell } from '../../src/cli/roster/table.ts';

const TODAY = Temporal.PlainDate.from('2026-11-22');
const GOOD = {
  nip: '198603222010012001',
  nama: 'Sari Contoh',
  opd: 'Dinas A',
  hp: '0812-0000-0001',
  kode: 'k7qm 2xpd',
};
type Fields = Partial<Record<keyof typeof GOOD, string | Cell>>;

function check(...people: readonly Fields[]) {
  const titles = Object.keys(GOOD);
  const rows = [
    titles,
    ...people.map((person) => titles.map((title) => ({ ...GOOD, ...person })[title as keyof Fields])),
  ];
  const table = rows.map((cells, n) => ({
    line: n + 1,
    cells: cells.map((cell) => (typeof cell === 'string' ? { text: cell } : (cell ?? { text: '' }))),
  }));
  const header = findHeader(table);
  if ('kind' in header) throw new Error('no header');
  return checkRows(table, header, TODAY);
}

test('a row that is right is read, its number and code in one form', () => {
  expect(check({})).toEqual({
    rows: [
      {
        nip: '198603222010012001',
        name: 'Sari Contoh',
        office: 'Dinas A',
        phone: '+6281200000001',
        code: 'K7QM2XPD',
      },
    ],
    faults: [],
    faulty: 0,
  });
});

test.each<[string, Fields, CellFault]>([
  ['no NIP', { nip: '' }, 'missing'],
  ['a NIP Excel wrote as a number, Indonesian', { nip: '1,98E+17' }, 'nip_scientific'],
  ['a NIP Excel wrote as a number, with spaces', { nip: '1,98 E+17' }, 'nip_scientific'],
  ['a NIP Excel wrote as a number, English', { nip: '1.98603222010012E+17' }, 'nip_scientific'],
  ['a NIP in a number cell', { nip: { text: '198603222010012000', number: true } }, 'nip_rounded'],
  ['a short NIP', { nip: '19860322201001200' }, 'nip_length'],
  ['a NIP with letters', { nip: '19860322201001200A' }, 'nip_length'],
  ['31 February', { nip: '198602312010012001' }, 'nip_birth_date'],
  ['a centenarian', { nip: '192603221950012001' }, 'nip_age'],
  ['month 13', { nip: '198603222010132001' }, 'nip_appointment_month'],
  ['an appointment at 12', { nip: '198603221998012001' }, 'nip_appointment_too_young'],
  ['an appointment next year', { nip: '198603222027012001' }, 'nip_appointment_in_future'],
  ['sex 3', { nip: '198603222010013001' }, 'nip_sex'],
  ['serial 000', { nip: '198603222010012000' }, 'nip_serial'],
  ['no name', { nama: '-' }, 'missing'],
  ['a name of digits', { nama: '12345' }, 'name_no_letters'],
  ['a name without end', { nama: 'Sari '.repeat(30) }, 'too_long'],
  ['no office', { opd: '' }, 'missing'],
  ['an office without end', { opd: 'Dinas '.repeat(40) }, 'too_long'],
  ['a phone Excel wrote as a number', { hp: '8,12E+10' }, 'phone_scientific'],
  ['a phone that is none', { hp: '0812' }, 'phone_wrong'],
  ['a code with a U', { kode: 'K7QM-2XPU' }, 'code_wrong'],
  ['a code that is too short', { kode: 'K7QM' }, 'code_wrong'],
])('%s is a fault of that cell', (_, fields, expected) => {
  const [column] = Object.keys(fields);
  const { rows, faults, faulty } = check({ ...fields }, { nip: '197911052005011003' });
  expect(faults).toEqual([{ line: 2, column, fault: expected }]);
  expect(faulty).toBe(1);
  expect(rows.map((row) => row.nip)).toEqual(['197911052005011003']);
});

test('a row with several faults is told all of them, and counts once', () => {
  const { faults, faulty } = check({ nip: 'x', nama: '', hp: 'y' });
  expect(faults.map((one) => one.column)).toEqual(['nip', 'nama', 'hp']);
  expect(faulty).toBe(1);
});

test('of a NIP that comes twice the first row counts, and the second is told where it stands', () => {
  const { rows, faults } = check({ nama: 'Pertama' }, { nip: '197911052005011003' }, { nip: '1986 0322 201001 2 001' });
  expect(rows.map((row) => row.name)).toEqual(['Pertama', GOOD.nama]);
  expect(faults).toEqual([{ line: 4, column: 'nip', fault: 'nip_twice', first: 2 }]);
});

test.each(['', '-', '0', 'Tidak ada'])('«%s» says that there is no phone and no code', (nothing) => {
  const [row] = check({ hp: nothing, kode: nothing }).rows;
  expect(row?.phone).toBeNull();
  expect(row).not.toHaveProperty('code');
});

test('without a column for phones nothing is said of them', () => {
  const table = [
    { line: 1, cells: ['nip', 'nama', 'opd'].map((title) => ({ text: title })) },
    { line: 2, cells: [GOOD.nip, GOOD.nama, GOOD.opd].map((value) => ({ text: value })) },
  ];
  const header = findHeader(table);
  if ('kind' in header) throw new Error('no header');
  expect(checkRows(table, header, TODAY).rows[0]).not.toHaveProperty('phone');
});

test('a row that is too short lacks what it lacks', () => {
  const table = [
    { line: 1, cells: ['nip', 'nama', 'opd'].map((title) => ({ text: title })) },
    { line: 2, cells: [{ text: GOOD.nip }] },
  ];
  const header = findHeader(table);
  if ('kind' in header) throw new Error('no header');
  expect(checkRows(table, header, TODAY).faults.map((one) => [one.column, one.fault])).toEqual([
    ['nama', 'missing'],
    ['opd', 'missing'],
  ]);
});
