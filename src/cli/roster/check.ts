/** Checks each row of a roster; what is wrong is named by line and column, never by what the cell says. */
import type { Temporal } from 'temporal-polyfill';
import { type ActivationCode, parseActivationCode } from '../../domain/activation.ts';
import { type Nip, type NipFault, parseNip } from '../../domain/nip.ts';
import { type Phone, parsePhone } from '../../domain/phone.ts';
import type { RosterRow } from '../../storage/roster.ts';
import type { Header } from './columns.ts';
import type { Cell, Row } from './table.ts';
import type { Column } from './titles.ts';

/** What can be wrong with a cell; each has words in the file `cli` of `locales`. */
export type CellFault =
  | 'missing'
  | 'nip_scientific'
  | 'nip_rounded'
  | `nip_${NipFault}`
  | 'nip_twice'
  | 'name_no_letters'
  | 'too_long'
  | 'phone_scientific'
  | 'phone_wrong'
  | 'code_wrong';

export interface RowFault {
  readonly line: number;
  /** As the file calls it. */
  readonly column: string;
  readonly fault: CellFault;
  /** The line that has the same NIP. */
  readonly first?: number;
}

export interface Checked {
  readonly rows: readonly RosterRow[];
  readonly faults: readonly RowFault[];
  /** Rows that have at least one fault. */
  readonly faulty: number;
}

const LONGEST_NAME = 120;
const LONGEST_OFFICE = 160;
/** `1,98E+17`: what Excel makes of an 18-digit number, in either language, and people of that: `1,98 E+17`. */
const SCIENTIFIC = /^\d(?:[.,]\d+)? ?E ?\+? ?\d+$/i;
/** Of a number Excel keeps so many digits. */
const EXACT_DIGITS = 15;
/** How people write that there is nothing. */
const NOTHING = new Set(['', '-', '--', '0', 'tidak ada', 'kosong', 'n/a', 'null']);

type Verdict<T> = { readonly value: T } | { readonly fault: CellFault };

/** @param today the day that ages are counted on */
export function checkRows(rows: readonly Row[], header: Header, today: Temporal.PlainDate): Checked {
  const faults: RowFault[] = [];
  const good: RosterRow[] = [];
  const lines = new Map<Nip, number>();
  let faulty = 0;
  for (const row of rows.slice(header.row + 1)) {
    const before = faults.length;
    const checked = checkRow(row, header, today, (column, fault) =>
      faults.push({ line: row.line, column: header.columns[column]?.title ?? column, fault }),
    );
    const first = checked.nip && lines.get(checked.nip);
    if (first !== undefined) {
      faults.push({ line: row.line, column: header.columns.nip?.title ?? 'nip', fault: 'nip_twice', first });
    } else if (checked.nip) lines.set(checked.nip, row.line);
    if (faults.length > before) faulty += 1;
    else if (isComplete(checked)) good.push(checked);
  }
  return { rows: good, faults, faulty };
}

type Draft = { [K in keyof RosterRow]?: RosterRow[K] | undefined };
const isComplete = (draft: Draft): draft is RosterRow =>
  draft.nip !== undefined && draft.name !== undefined && draft.office !== undefined;

function checkRow(
  row: Row,
  { columns }: Header,
  today: Temporal.PlainDate,
  report: (column: Column, fault: CellFault) => void,
): Draft {
  const read = <T>(column: Column, check: (cell: Cell) => Verdict<T>): T | undefined => {
    const place = columns[column];
    if (!place) return undefined;
    const verdict = check(row.cells[place.index] ?? { text: '' });
    if ('value' in verdict) return verdict.value;
    report(column, verdict.fault);
    return undefined;
  };
  const nip = read('nip', (cell) => checkNip(cell, today));
  const name = read('name', (cell) => checkText(cell, LONGEST_NAME));
  const office = read('office', (cell) => checkText(cell, LONGEST_OFFICE));
  const phone = read('phone', checkPhone);
  const code = read('code', checkCode);
  return {
    nip,
    name,
    office,
    ...(phone === undefined ? {} : { phone }),
    ...(code ? { code } : {}),
  };
}

function checkNip(cell: Cell, today: Temporal.PlainDate): Verdict<Nip> {
  if (NOTHING.has(cell.text.toLowerCase())) return { fault: 'missing' };
  if (SCIENTIFIC.test(cell.text)) return { fault: 'nip_scientific' };
  if (cell.number && cell.text.replace(/\D/g, '').length > EXACT_DIGITS) return { fault: 'nip_rounded' };
  const read = parseNip(cell.text, today);
  return read.ok ? { value: read.nip } : { fault: `nip_${read.fault}` };
}

function checkText(cell: Cell, longest: number): Verdict<string> {
  if (NOTHING.has(cell.text.toLowerCase())) return { fault: 'missing' };
  if (cell.text.length > longest) return { fault: 'too_long' };
  return /\p{L}.*\p{L}/u.test(cell.text) ? { value: cell.text } : { fault: 'name_no_letters' };
}

function checkPhone(cell: Cell): Verdict<Phone | null> {
  if (NOTHING.has(cell.text.toLowerCase())) return { value: null };
  if (SCIENTIFIC.test(cell.text)) return { fault: 'phone_scientific' };
  const phone = parsePhone(cell.text);
  return phone ? { value: phone } : { fault: 'phone_wrong' };
}

function checkCode(cell: Cell): Verdict<ActivationCode | undefined> {
  if (NOTHING.has(cell.text.toLowerCase())) return { value: undefined };
  const code = parseActivationCode(cell.text);
  return code ? { value: code } : { fault: 'code_wrong' };
}
