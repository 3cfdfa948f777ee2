import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { findHeader } from '../../src/cli/roster/columns.ts';
import { readTable, TableError } from '../../src/cli/roster/table.ts';
import type { Column } from '../../src/cli/roster/titles.ts';

const CSV = 'nip,nama,opd\n198603222010012001,Sari Contoh,Dinas A\n';
const read = async (file: string | Buffer) => readTable(Buffer.from(file));
const texts = async (file: string | Buffer): Promise<string[][]> =>
  (await read(file)).map((row) => row.cells.map((cell) => cell.text));
const PLAIN = [
  ['nip', 'nama', 'opd'],
  ['198603222010012001', 'Sari Contoh', 'Dinas A'],
];

test.each([
  ['commas', CSV],
  ['a BOM', `\uFEFF${CSV}`],
  ['semicolons', CSV.replaceAll(',', ';')],
  ['tabs', CSV.replaceAll(',', '\t')],
  ['Windows line ends', CSV.replaceAll('\n', '\r\n')],
  ['a told delimiter', `sep=;\r\n${CSV.replaceAll(',', ';')}`],
  ['quotes', 'nip,nama,opd\n"198603222010012001","Sari Contoh","Dinas A"'],
  ['numbers kept as text', `nip,nama,opd\n'198603222010012001,Sari Contoh,Dinas A\n`],
  ['formulas that keep text', 'nip,nama,opd\n="198603222010012001",Sari Contoh,Dinas A\n'],
  ['stray spaces', 'nip , nama,opd\n 198603222010012001 , Sari \u00a0 Contoh ,Dinas A\n'],
  ['empty lines', CSV.replace('\n', '\n\n,,\n')],
  ['UTF-16', Buffer.from(`\uFEFF${CSV.replaceAll(',', '\t')}`, 'utf16le')],
])('a CSV with %s is read', async (_, file) => {
  expect(await texts(file)).toEqual(PLAIN);
});

test('commas, line ends and quotes within quotes belong to the field, and lines are counted as an editor does', async () => {
  const rows = await read('nip,nama,opd\n1,"A, ""B""\nC",X\n2,D,Y\n');
  expect(rows.map((row) => row.line)).toEqual([1, 2, 4]);
  expect(rows[1]?.cells[1]?.text).toBe('A, "B" C');
});

test('a quote inside a field is just a quote', async () => {
  expect((await texts('nip,nama,opd\n1,Budi "Bud" Contoh,X\n'))[1]?.[1]).toBe('Budi "Bud" Contoh');
});

async function xlsx(...data: (string | number)[][]): Promise<Buffer> {
  const cells = data.map((row) =>
    row.map((value) => (typeof value === 'number' ? { type: Number, value } : { type: String, value })),
  );
  return writeXlsxFile(cells).toBuffer();
}

test('an .xlsx is read, with the cells it keeps as numbers marked', async () => {
  const file = await xlsx(['nip', 'nama', 'opd', 'hp'], ['198603222010012001', 'Sari Contoh', 'Dinas A', 81200000001]);
  const rows = await read(file);
  expect(rows.map((row) => row.line)).toEqual([1, 2]);
  expect(rows[1]?.cells).toEqual([
    { text: '198603222010012001' },
    { text: 'Sari Contoh' },
    { text: 'Dinas A' },
    { text: '81200000001', number: true },
  ]);
});

const fault = async (file: Buffer | string) =>
  read(file).then(
    () => 'none',
    (error: unknown) => (error instanceof TableError ? error.fault : error),
  );

test.each([
  ['nothing', '', 'empty'],
  ['blank lines', '\n , \n\n', 'empty'],
  ['bytes', Buffer.from([1, 2, 0, 3]), 'binary'],
  ['another code page', Buffer.from('nip,nama\n1,Andr\xe9\n', 'latin1'), 'not_utf8'],
  ['an old .xls', Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'old_excel'],
  ['a web page', '<html><table><tr><td>nip', 'web_page'],
  ['a broken .xlsx', Buffer.from('PK\x03\x04 and nothing more', 'latin1'), 'broken_excel'],
  ['an open quote', 'nip,nama,opd\n1,"A,X\n2,B,Y\n', 'open_quote'],
  ['too many bytes', Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), 'too_large'],
  ['too many rows', 'a\n'.repeat(200_001), 'too_many_rows'],
])('%s cannot be a roster, and it is said why', async (_, file, expected) => {
  expect(await fault(file)).toBe(expected);
});

test('an open quote is named by the line it is opened in', async () => {
  await expect(read('nip,nama,opd\n1,A,X\n2,"B,Y\n3,C,Z\n')).rejects.toMatchObject({ line: 3 });
});

test('an .xlsx that would unpack to gigabytes is refused before it is unpacked', async () => {
  const file = await xlsx(['nip', 'nama', 'opd']);
  const size = file.indexOf('PK\x01\x02', 0, 'latin1') + 24; // uncompressed size of the first entry
  file.writeUInt32LE(0xffff0000, size);
  expect(await fault(file)).toBe('too_large');
});

test('no bytes at all make it fail in a way that has no words', async () => {
  const zip = deflateRawSync('x');
  const starts = ['', CSV, 'PK\x03\x04', '\xff\xfe', '"'].map((start) => Buffer.from(start, 'latin1'));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...starts, zip), fc.uint8Array({ maxLength: 300 }), async (start, tail) => {
      const outcome = await fault(Buffer.concat([start, tail]));
      expect(typeof outcome).toBe('string');
    }),
    { numRuns: 300 },
  );
});

const header = async (line: string) => findHeader(await read(`${line}\n1;2;3;4;5\n`));

test.each([
  'nip;nama;opd;telepon;kode_aktivasi',
  'NIP;NAMA LENGKAP;Unit Kerja;No. HP;Kode Aktivasi',
  'NIP Baru;Nama Pegawai;Perangkat Daerah;Nomor WhatsApp;KODE',
  'Employee ID;Full Name;Office;Phone Number;Activation Code',
  'NIP BARU;NAMA;UNOR INDUK NAMA;NOMOR HP;KODE',
  'NIP;Nama;OPD/Unit Kerja;No Telp/HP;Kode',
  'NIP;Nama;UNOR NAMA;No. HP (WA);Kode',
])('the titles «%s» are understood', async (line) => {
  expect(await header(line)).toMatchObject({
    row: 0,
    columns: { nip: { index: 0 }, name: { index: 1 }, office: { index: 2 }, phone: { index: 3 }, code: { index: 4 } },
  });
});

test('columns may stand in any order, among others, below a heading; the optional ones may be absent', async () => {
  const rows = await read('DAFTAR ASN\n\nNo;OPD;Nama;Golongan;NIP\n1;X;A;III/a;2\n');
  expect(findHeader(rows)).toEqual({
    row: 1,
    columns: {
      office: { index: 1, title: 'OPD' },
      name: { index: 2, title: 'Nama' },
      nip: { index: 4, title: 'NIP' },
    },
    choices: [],
  });
});

test.each<[string, Column, string, string[]]>([
  ['nip,nama,opd,unit kerja', 'office', 'opd', ['unit kerja']],
  ['NIP,Nama,UNOR NAMA,UNOR INDUK NAMA,Instansi', 'office', 'UNOR INDUK NAMA', ['UNOR NAMA', 'Instansi']],
  ['nip,nama,Unit Kerja,Instansi', 'office', 'Unit Kerja', ['Instansi']],
  ['nip,nama,OPD/Unit Kerja,OPD', 'office', 'OPD', ['OPD/Unit Kerja']],
  ['nip,nama,opd,No. Telp,No. HP', 'phone', 'No. HP', ['No. Telp']],
  ['nip,nama,opd,No. HP,telepon', 'phone', 'telepon', ['No. HP']],
  ['nip,nama,nama lengkap,opd', 'name', 'nama', ['nama lengkap']],
])('of several columns in «%s» the best named one counts for %s', async (line, column, title, others) => {
  const found = await header(line.replaceAll(',', ';'));
  expect(found).toMatchObject({ columns: { [column]: { title } }, choices: [{ column, title, others }] });
});

test.each(['nip,nama,opd,NIP/Nama', 'nip,nama,opd,HP suami/istri', 'nip,nama,opd,/'])(
  'in «%s» the last column means nothing to us',
  async (line) => {
    expect(await header(line.replaceAll(',', ';'))).toMatchObject({ columns: { office: { index: 2 } }, choices: [] });
  },
);

test('a column that is missing, or that two say equally well, is named', async () => {
  expect(await header('nip;nama;telepon')).toEqual({ kind: 'missing', columns: ['office'] });
  expect(await header('1;2;3')).toEqual({ kind: 'missing', columns: ['nip', 'name', 'office'] });
  const twice = { kind: 'twice', column: 'office', titles: ['Unit Kerja', 'Satuan Kerja'] };
  expect(await header('nip;nama;Unit Kerja;Satuan Kerja;Instansi')).toEqual(twice);
  expect(await header('nip;nama;opd;opd')).toMatchObject({ kind: 'twice', column: 'office' });
});
