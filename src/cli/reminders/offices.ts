/** Figures by OPD, as far as they may be told. */
import { text } from '../../domain/message.ts';
import { foldSmall } from '../../domain/small-figures.ts';
import type { Terminal } from '../shared/terminal.ts';
import { heads, number, total } from './words.ts';

/** People of an OPD, and, where that is known and may be told, to how many of them a message went out. */
export interface OfficeRow {
  /** `null` where nobody knows. */
  readonly office: string | null;
  readonly count: number;
  readonly sent?: number;
}

export interface OfficeTable {
  readonly shown: readonly OfficeRow[];
  /** All small OPDs together; absent where there are none. */
  readonly others?: { readonly offices: number; readonly count: number; readonly sent?: number };
}

/**
 * First whole OPDs are put together until none that is told, and not what is left, is about few people. Then the same is done to
 * the figures of what went out and what did not: where either is small, only their sum is told.
 *
 * @returns `undefined` when nothing may be told by OPD
 */
export function officeTable(rows: readonly OfficeRow[]): OfficeTable | undefined {
  const { shown, rest } = foldSmall(rows, ({ count }) => [count]);
  if (shown.length === 0) return undefined;
  const together = { office: null, count: total(rest), ...(rest.every(hasSent) ? { sent: sentOf(rest) } : {}) };
  const all: readonly OfficeRow[] = rest.length === 0 ? shown : [...shown, together];
  const told = new Set(all.every(hasSent) ? foldSmall(all, parts).shown : []);
  const cut = (row: OfficeRow): OfficeRow => (told.has(row) ? row : { office: row.office, count: row.count });
  const { office: _, ...others } = cut(together);
  return { shown: shown.map(cut), ...(rest.length === 0 ? {} : { others: { offices: rest.length, ...others } }) };
}

const hasSent = ({ sent }: OfficeRow): boolean => sent !== undefined;
const parts = ({ count, sent = 0 }: OfficeRow): readonly number[] => [sent, count - sent];
const sentOf = (rows: readonly OfficeRow[]): number => rows.reduce((sum, { sent = 0 }) => sum + sent, 0);

export function sayOffices(terminal: Terminal, table: OfficeTable | undefined): void {
  if (!table) {
    terminal.note(text('cli.reminders_offices_too_small'));
    return;
  }
  const { shown, others } = table;
  const isDone = [...shown, others].some((row) => row?.sent !== undefined);
  const row = (name: string, { count, sent }: Pick<OfficeRow, 'count' | 'sent'>): readonly string[] => [
    name,
    number(terminal, count),
    ...(isDone ? [sent === undefined ? '–' : number(terminal, sent)] : []),
  ];
  terminal.table([
    [
      ...heads(terminal, 'cli.reminders_head_office', 'cli.reminders_head_messages'),
      ...(isDone ? heads(terminal, 'cli.reminders_head_sent') : []),
    ],
    ...shown.map((one) => row(one.office ?? terminal.plain(text('cli.reminders_office_unknown')), one)),
    ...(others ? [row(terminal.plain(text('cli.reminders_office_others', { count: others.offices })), others)] : []),
  ]);
}
