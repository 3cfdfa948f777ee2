/** What the columns of a roster are called, in the spreadsheets of personnel offices and in the exports of SIASN. */

export type Column = 'nip' | 'name' | 'office' | 'phone' | 'code';

/** What a title means, and how well it says so: 0 best. */
export interface Meaning {
  readonly column: Column;
  readonly rank: number;
}

/**
 * Names of each column, in ranks: the first alone is the one we ask for, and where several columns of a file could be meant
 * the one of the best rank is. Compared without case, spaces and signs: «No. HP» is «nohp».
 */
const NAMES: Readonly<Record<Column, readonly (readonly string[])[]>> = {
  nip: [
    ['nip'],
    ['nipbaru', 'nipasn', 'nippns', 'nippnspppk', 'nippppk', 'nonip', 'nomornip', 'nomorindukpegawai'],
    ['employeenumber', 'employeeid'],
  ],
  name: [
    ['nama'],
    ['namalengkap', 'namapegawai', 'namaasn', 'namapns', 'namadangelar', 'namadengangelar'],
    ['name', 'fullname', 'employeename'],
  ],
  office: [
    ['opd'],
    ['namaopd', 'skpd', 'namaskpd', 'perangkatdaerah', 'namaperangkatdaerah', 'dinas', 'namadinas'],
    // In SIASN the office is the «unor induk»; the «unor» is a section of it.
    ['unorinduk', 'unorinduknama', 'namaunorinduk', 'unitorganisasiinduk'],
    ['unitkerja', 'namaunitkerja', 'satuankerja', 'namasatuankerja', 'satker'],
    ['unor', 'unornama', 'namaunor', 'unitorganisasi', 'namaunitorganisasi'],
    // Often the whole government of the city.
    ['instansi', 'namainstansi'],
    ['office', 'agency', 'department', 'unit'],
  ],
  phone: [
    ['telepon'],
    ['hp', 'nohp', 'nomorhp', 'handphone', 'nohandphone', 'nomorhandphone', 'ponsel', 'noponsel', 'nomorponsel'],
    ['wa', 'nowa', 'nomorwa', 'whatsapp', 'nowhatsapp', 'nomorwhatsapp'],
    // May be the number of a house.
    ['telp', 'tlp', 'notelepon', 'notelp', 'notlp', 'nomortelepon', 'nomortelp'],
    ['mobile', 'mobilenumber', 'mobilephone'],
    ['phone', 'phonenumber'],
  ],
  code: [['kodeaktivasi'], ['kode'], ['activationcode', 'code']],
};

/** The columns in the order they are read. */
export const COLUMNS: readonly Column[] = ['nip', 'name', 'office', 'phone', 'code'];

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  COLUMNS.flatMap((column) =>
    NAMES[column].flatMap((names, rank) => names.map((name): [string, Meaning] => [name, { column, rank }])),
  ),
);

/**
 * What a title means; `undefined` when it is none of ours. «OPD/Unit Kerja» and «No. HP (WA)» give several names for one
 * thing: they mean a little less than the best of these alone.
 */
export function meaningOf(title: string): Meaning | undefined {
  const whole = MEANINGS.get(bare(title));
  if (whole) return whole;
  const parts = title.split(/[/()]/).filter((part) => bare(part) !== '');
  const meanings = parts.flatMap((part) => MEANINGS.get(bare(part)) ?? []);
  const [first] = meanings;
  if (!first || meanings.length < parts.length || meanings.some((one) => one.column !== first.column)) return undefined;
  return { column: first.column, rank: Math.min(...meanings.map((one) => one.rank)) + 0.5 };
}

const bare = (title: string): string => title.toLowerCase().replace(/[^a-z]/g, '');
