import { CsvError, parse } from 'csv-parse/sync';
import { cellText, type Row, TableError } from './table.ts';

const DELIMITERS = [',', ';', '\t'] as const;
type Delimiter = (typeof DELIMITERS)[number];

/**
 * Reads CSV as it comes: any of the three delimiters, quotes inside a field, rows of unequal length, `sep=;` in front.
 *
 * @throws TableError when a quote is opened and never closed: what follows would all be one field
 */
export function readCsv(text: string): readonly Row[] {
  const told = /^sep=([,;\t])\r?\n/i.exec(text);
  const body = told ? text.slice(told[0].length) : text;
  const first = told ? 2 : 1;
  const rows: Row[] = [];
  let line = first;
  try {
    parse(body, {
      delimiter: DELIMITERS.find((one) => one === told?.[1]) ?? guess(body),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      onRecord: (record: string[], { lines }) => {
        rows.push({ line, cells: record.map((cell) => ({ text: cellText(cell) })) });
        line = first + lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new TableError('open_quote', { line, cause: error });
  }
  return rows;
}

/** The delimiter that the beginning of the file has most of. */
function guess(text: string): Delimiter {
  const head = text.slice(0, 5_000).replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((one) => ({ one, count: head.split(one).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).one;
}
