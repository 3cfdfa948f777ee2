import { readSheet } from 'read-excel-file/node';
import { type Cell, cellText, type Row, TableError } from './table.ts';

/** Unpacked, a roster of 200,000 rows stays well below. */
const MOST_UNPACKED = 400 * 1024 * 1024;

/** A number of a sheet. A whole one is told in digits, `81234567890` for 8.1234567890E10; what is too long for that as it stands. */
class SheetNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = Number.isSafeInteger(Number(text)) ? String(Number(text)) : text;
  }
}

/**
 * Reads the first sheet of an .xlsx.
 *
 * @throws TableError when it is no spreadsheet, or one that unpacks to an absurd size
 */
export async function readXlsx(bytes: Buffer): Promise<readonly Row[]> {
  if (unpackedSize(bytes) > MOST_UNPACKED) throw new TableError('too_large');
  const rows = await readSheet(bytes, { parseNumber: (text) => new SheetNumber(text) }).catch((error: unknown) => {
    throw new TableError('broken_excel', { cause: error });
  });
  return rows.map((cells, index) => ({ line: index + 1, cells: cells.map(toCell) }));
}

function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return { text: '' };
  if (value instanceof SheetNumber) return { text: value.text, number: true };
  return { text: cellText(value instanceof Date ? value.toISOString() : String(value)) };
}

/**
 * What an archive says it unpacks to, in bytes, from its central directory (APPNOTE.TXT 4.3.12): looked at before anything
 * is unpacked, so that a small file cannot fill the memory.
 */
function unpackedSize(zip: Buffer): number {
  let size = 0;
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0 && at + 28 <= zip.length; ) {
    size += zip.readUInt32LE(at + 24);
    at = zip.indexOf('PK\x01\x02', at + 4, 'latin1');
  }
  return size;
}
