import type { Removed } from '../../domain/evidence.ts';

/** Data sets of record 2 of IPTC-IIM 4.2, section 6, by what they give away; others are `other`. */
const DATA_SETS: Readonly<Record<number, Removed>> = {
  26: 'place', // content location code and name
  27: 'place',
  90: 'place', // city, sublocation, province, country code and name
  92: 'place',
  95: 'place',
  100: 'place',
  101: 'place',
  30: 'time', // release and expiry, days and times
  35: 'time',
  37: 'time',
  38: 'time',
  55: 'time', // created and digitised, days and times
  60: 'time',
  62: 'time',
  63: 'time',
  65: 'device', // program and its version
  70: 'device',
  80: 'author', // by-line and its title, credit, source, copyright, contact, writer
  85: 'author',
  110: 'author',
  115: 'author',
  116: 'author',
  118: 'author',
  122: 'author',
};

/** The version of the record: there in every block, and says nothing. */
const RECORD_VERSION = 0;
/** Begins every data set of record 2: `1c | 02 | number | length, 16 bits | value`. */
const BEGINNING = Buffer.from([0x1c, 0x02]);

/** What a block of IPTC tells, alone or among Photoshop's resources; without one of its data sets, `other`. */
export function findInIptc(block: Buffer): ReadonlySet<Removed> {
  const found = new Set<Removed>();
  for (let at = block.indexOf(BEGINNING); at >= 0 && at + 5 <= block.length; ) {
    const dataSet = block[at + 2];
    if (dataSet !== undefined && dataSet !== RECORD_VERSION) found.add(DATA_SETS[dataSet] ?? 'other');
    at = block.indexOf(BEGINNING, at + 5 + block.readUInt16BE(at + 3));
  }
  return found.size === 0 ? new Set(['other']) : found;
}
