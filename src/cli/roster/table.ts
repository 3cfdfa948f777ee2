/** A roster file, whatever its kind, as rows of cells. */
import { readCsv } from './csv.ts';
import { readXlsx } from './xlsx.ts';

/** A cell. `number`: a spreadsheet kept it as a number, so that of a long one only 15 digits are true. */
export interface Cell {
  readonly text: string;
  readonly number?: true;
}

/** A row with the line of the file it begins in, counted from 1, as editors and Excel show it. */
export interface Row {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** Why a file cannot be read at all; each has words in the file `cli` of `locales`. */
export type TableFault =
  | 'empty'
  | 'too_large'
  | 'too_many_rows'
  | 'binary'
  | 'not_utf8'
  | 'old_excel'
  | 'web_page'
  | 'broken_excel'
  | 'open_quote';

export class TableError extends Error {
  override readonly name = 'TableError';
  readonly fault: TableFault;
  readonly line: number | undefined;
  constructor(fault: TableFault, options: { line?: number; cause?: unknown } = {}) {
    super(fault, options);
    this.fault = fault;
    this.line = options.line;
  }
}

/** A region has some 10,000 ASN; these leave room for a province. */
export const MOST_BYTES: number = 20 * 1024 * 1024;
const MOST_ROWS = 200_000;

/**
 * Reads a file by what it is, not by what it is called: CSV (comma, semicolon or tab; UTF-8 with or without BOM, or the
 * UTF-16 that Excel calls Unicode text), or the first sheet of an .xlsx.
 *
 * @throws TableError when it is none of these, or broken
 */
export async function readTable(bytes: Buffer): Promise<readonly Row[]> {
  if (bytes.length > MOST_BYTES) throw new TableError('too_large');
  const rows = bytes.subarray(0, 4).equals(ZIP) ? await readXlsx(bytes) : readCsv(decode(bytes));
  const filled = rows.filter((row) => row.cells.some((cell) => cell.text !== ''));
  if (filled.length === 0) throw new TableError('empty');
  if (filled.length > MOST_ROWS) throw new TableError('too_many_rows');
  return filled;
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
/** Compound File Binary: the .xls of before 2007, and an .xlsx with a password. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

function decode(bytes: Buffer): string {
  if (bytes.subarray(0, 8).equals(COMPOUND)) throw new TableError('old_excel');
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!utf16 && bytes.includes(0)) throw new TableError('binary');
  const text = decodeAs(utf16 ? 'utf-16le' : 'utf-8', bytes);
  // What many staff systems call «download Excel».
  if (/^\s*<(?:!doctype|html|table|\?xml)/i.test(text)) throw new TableError('web_page');
  return text;
}

function decodeAs(encoding: string, bytes: Buffer): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new TableError('not_utf8', { cause: error });
  }
}

/** A cell's text without what spreadsheets wrap it in: `'198…` and `="198…"` keep a number text. */
export const cellText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'(?=\d)/, '');
