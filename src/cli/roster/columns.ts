/** Finding the columns of a roster, whatever its author called them. */
import type { Row } from './table.ts';

export type Column = 'nip' | 'name' | 'office' | 'phone' | 'code';

/** Where a column stands, and what the file calls it. */
export interface Place {
  readonly index: number;
  readonly title: string;
}

export interface Header {
  /** Rows of people begin after this one. */
  readonly row: number;
  readonly columns: Readonly<Partial<Record<Column, Place>>>;
}

export type HeaderFault =
  | { readonly kind: 'missing'; readonly columns: readonly Column[] }
  | { readonly kind: 'twice'; readonly column: Column };

/** Compared without case, spaces and signs: «No. HP» is «nohp». */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  nip: [
    'nip',
    'nipbaru',
    'nipasn',
    'nippns',
    'nippnspppk',
    'nippppk',
    'nonip',
    'nomornip',
    'nomorindukpegawai',
    'employeenumber',
    'employeeid',
  ],
  name: ['nama', 'namalengkap', 'namapegawai', 'namaasn', 'namadangelar', 'name', 'fullname', 'employeename'],
  office: [
    'opd',
    'namaopd',
    'unitkerja',
    'unitorganisasi',
    'unor',
    'unorinduk',
    'skpd',
    'satuankerja',
    'satker',
    'perangkatdaerah',
    'instansi',
    'dinas',
    'office',
    'agency',
    'department',
    'unit',
  ],
  phone: [
    'telepon',
    'telp',
    'tlp',
    'notelepon',
    'notelp',
    'notlp',
    'nomortelepon',
    'nomortelp',
    'hp',
    'nohp',
    'nomorhp',
    'handphone',
    'nohandphone',
    'nomorhandphone',
    'ponsel',
    'noponsel',
    'nomorponsel',
    'wa',
    'nowa',
    'nomorwa',
    'whatsapp',
    'nowhatsapp',
    'nomorwhatsapp',
    'phone',
    'phonenumber',
    'mobile',
    'mobilenumber',
    'mobilephone',
  ],
  code: ['kodeaktivasi', 'kode', 'activationcode', 'code'],
};
const REQUIRED: readonly Column[] = ['nip', 'name', 'office'];
/** Titles of a report may stand above the table. */
const HEADER_WITHIN = 10;

/** Finds the row with the titles among the first rows. */
export function findHeader(rows: readonly Row[]): Header | HeaderFault {
  const candidates = rows.slice(0, HEADER_WITHIN).map((row, index) => ({ index, places: placesOf(row) }));
  const best = candidates.reduce((most, next) => (next.places.size > most.places.size ? next : most), {
    index: 0,
    places: new Map<Column, Place[]>(),
  });
  const missing = REQUIRED.filter((column) => !best.places.has(column));
  if (missing.length > 0) return { kind: 'missing', columns: missing };
  for (const [column, places] of best.places) if (places.length > 1) return { kind: 'twice', column };
  return {
    row: best.index,
    columns: Object.fromEntries([...best.places].map(([column, [place]]) => [column, place])),
  };
}

function placesOf(row: Row): Map<Column, Place[]> {
  const places = new Map<Column, Place[]>();
  row.cells.forEach(({ text }, index) => {
    const name = text.toLowerCase().replace(/[^a-z]/g, '');
    const column = COLUMNS.find((one) => NAMES[one].includes(name));
    if (column) places.set(column, [...(places.get(column) ?? []), { index, title: text }]);
  });
  return places;
}

const COLUMNS: readonly Column[] = ['nip', 'name', 'office', 'phone', 'code'];
