/** Rows of a roster for tests, of people who do not exist. */
import { Keys } from '../../src/secrecy/keys.ts';
import type { RosterRow } from '../../src/storage/roster.ts';
import { nip, phone } from './world.ts';

export const ROOT = 'a secret for tests only, long enough to be one';
export const KEYS = new Keys(ROOT);

export const ROSTER: readonly [RosterRow, RosterRow, RosterRow] = [
  {
    nip: nip('198603222010012001'),
    name: 'Sari Wulandari Contoh',
    office: 'Dinas Kesehatan',
    phone: phone('+6281200000001'),
  },
  { nip: nip('197911052005011003'), name: 'Budi Santoso Contoh', office: 'Kecamatan Klojen', phone: null },
  { nip: nip('199001012020122003'), name: 'Tutik Contoh', office: 'Dinas Kesehatan', phone: null },
];
