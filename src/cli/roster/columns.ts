/** Finding the columns of a roster, whatever its author called them. */
import type { Row } from './table.ts';
import { COLUMNS, type Column, type Meaning, meaningOf } from './titles.ts';

/** Where a column stands, and what the file calls it. */
export interface Place {
  readonly index: number;
  readonly title: string;
}

/** A column that was taken though others of the file could be meant too. */
export interface Choice {
  readonly column: Column;
  readonly title: string;
  readonly others: readonly string[];
}

export interface Header {
  /** Rows of people begin after this one. */
  readonly row: number;
  readonly columns: Readonly<Partial<Record<Column, Place>>>;
  /** For whoever imports the file to see. */
  readonly choices: readonly Choice[];
}

export type HeaderFault =
  | { readonly kind: 'missing'; readonly columns: readonly Column[] }
  /** None of these titles says better than the others that it is the column. */
  | { readonly kind: 'twice'; readonly column: Column; readonly titles: readonly string[] };

const REQUIRED: readonly Column[] = ['nip', 'name', 'office'];
/** Titles of a report may stand above the table. */
const HEADER_WITHIN = 10;

/** Finds the row with the titles among the first rows; where several columns could be meant, the best named one counts. */
export function findHeader(rows: readonly Row[]): Header | HeaderFault {
  const candidates = rows.slice(0, HEADER_WITHIN).map((row, index) => ({ index, places: placesOf(row) }));
  const best = candidates.reduce((most, next) => (next.places.size > most.places.size ? next : most), {
    index: 0,
    places: new Map<Column, Named[]>(),
  });
  const missing = REQUIRED.filter((column) => !best.places.has(column));
  if (missing.length > 0) return { kind: 'missing', columns: missing };
  const columns: Partial<Record<Column, Place>> = {};
  const choices: Choice[] = [];
  for (const column of COLUMNS) {
    const [first, ...others] = best.places.get(column) ?? [];
    if (!first) continue;
    const equal = others.filter((one) => one.rank === first.rank);
    if (equal.length > 0) return { kind: 'twice', column, titles: [first, ...equal].map((one) => one.title) };
    columns[column] = { index: first.index, title: first.title };
    if (others.length > 0) choices.push({ column, title: first.title, others: others.map((one) => one.title) });
  }
  return { row: best.index, columns, choices };
}

type Named = Place & Pick<Meaning, 'rank'>;

/** The columns of a row that could be meant, the best named ones first. */
function placesOf(row: Row): ReadonlyMap<Column, Named[]> {
  const places = new Map<Column, Named[]>();
  row.cells.forEach(({ text: title }, index) => {
    const meaning = meaningOf(title);
    if (!meaning) return;
    const known = places.get(meaning.column) ?? [];
    places.set(
      meaning.column,
      [...known, { index, title, rank: meaning.rank }].sort((a, b) => a.rank - b.rank),
    );
  });
  return places;
}
