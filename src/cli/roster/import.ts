import { Temporal } from 'temporal-polyfill';
import { type MessageKey, text } from '../../domain/message.ts';
import { writeRoster } from '../../storage/roster.ts';
import { onlyOne, readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { Refusal } from '../shared/errors.ts';
import { readNamedFile } from '../shared/files.ts';
import type { Terminal } from '../shared/terminal.ts';
import { type CellFault, type Checked, checkRows } from './check.ts';
import { findHeader, type Header, type HeaderFault } from './columns.ts';
import { MOST_BYTES, type Row, readTable, TableError, type TableFault } from './table.ts';
import type { Column } from './titles.ts';

/**
 * `import FILE [--strict]`: checks every row of the file and names each fault; the other rows are written, or with `--strict`
 * none when there is a fault. Ends with 1 when a row was left out.
 */
export const importRoster: Action = {
  async run(args, { terminal, config, withDesk }) {
    const { values, positionals } = readArgs(args, { strict: { type: 'boolean' } });
    const rows = await readRows(onlyOne(positionals));
    const header = findHeader(rows);
    if ('kind' in header) throw headerRefusal(header, terminal);
    tellChoices(header, terminal);
    const checked = checkRows(rows, header, Temporal.Now.plainDateISO(config.TZ_REGION));
    report(checked, terminal);
    if (values.strict === true && checked.faulty > 0) {
      terminal.note(text('cli.roster_strict', { rows: text('cli.rows', { count: checked.faulty }) }));
      return 1;
    }
    const count =
      checked.rows.length === 0
        ? { added: 0, changed: 0, unchanged: 0 }
        : await withDesk(({ db, keys }) => writeRoster(db, keys, checked.rows, terminal.progress(checked.rows.length)));
    terminal.say(
      text('cli.roster_imported', {
        people: text('cli.people', { count: count.added }),
        changed: count.changed,
        unchanged: count.unchanged,
        rows: text('cli.rows', { count: checked.faulty }),
      }),
    );
    return checked.faulty === 0 ? 0 : 1;
  },
};

async function readRows(path: string): Promise<readonly Row[]> {
  const bytes = await readNamedFile(path, MOST_BYTES);
  try {
    return await readTable(bytes);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    throw new Refusal(text(TABLE_WORDS[error.fault], error.line === undefined ? {} : { line: String(error.line) }));
  }
}

function headerRefusal(fault: HeaderFault, terminal: Terminal): Refusal {
  if (fault.kind === 'missing') {
    const columns = fault.columns.map((column) => terminal.plain(text(COLUMN_WORDS[column]))).join(', ');
    return new Refusal(text('cli.roster_columns_missing', { columns }));
  }
  const column = { key: COLUMN_WORDS[fault.column] };
  return new Refusal(text('cli.roster_column_twice', { column, titles: quoted(fault.titles) }));
}

function tellChoices({ choices }: Header, terminal: Terminal): void {
  for (const { column, title, others } of choices) {
    const words = { column: { key: COLUMN_WORDS[column] }, title, others: quoted(others) };
    terminal.note(text('cli.roster_column_chosen', words));
  }
}

const quoted = (titles: readonly string[]): string => titles.map((title) => `«${title}»`).join(', ');

function report({ faults }: Checked, terminal: Terminal): void {
  for (const { line, column, fault, first } of faults) {
    const reason = terminal.plain(text(CELL_WORDS[fault], first === undefined ? {} : { first: String(first) }));
    terminal.note(text('cli.roster_fault', { line: String(line), column, reason }));
  }
}

const COLUMN_WORDS: Readonly<Record<Column, MessageKey>> = {
  nip: 'cli.column_nip',
  name: 'cli.column_name',
  office: 'cli.column_office',
  phone: 'cli.column_phone',
  code: 'cli.column_code',
};

const TABLE_WORDS: Readonly<Record<TableFault, MessageKey>> = {
  empty: 'cli.table_empty',
  too_large: 'cli.table_too_large',
  too_many_rows: 'cli.table_too_many_rows',
  binary: 'cli.table_binary',
  not_utf8: 'cli.table_not_utf8',
  old_excel: 'cli.table_old_excel',
  web_page: 'cli.table_web_page',
  broken_excel: 'cli.table_broken_excel',
  open_quote: 'cli.table_open_quote',
};

const CELL_WORDS: Readonly<Record<CellFault, MessageKey>> = {
  missing: 'cli.cell_missing',
  nip_scientific: 'cli.cell_nip_scientific',
  nip_rounded: 'cli.cell_nip_rounded',
  nip_length: 'cli.cell_nip_length',
  nip_birth_date: 'cli.cell_nip_birth_date',
  nip_age: 'cli.cell_nip_age',
  nip_appointment_month: 'cli.cell_nip_appointment_month',
  nip_appointment_too_young: 'cli.cell_nip_appointment_too_young',
  nip_appointment_in_future: 'cli.cell_nip_appointment_in_future',
  nip_sex: 'cli.cell_nip_sex',
  nip_serial: 'cli.cell_nip_serial',
  nip_twice: 'cli.cell_nip_twice',
  name_no_letters: 'cli.cell_no_letters',
  too_long: 'cli.cell_too_long',
  phone_scientific: 'cli.cell_phone_scientific',
  phone_wrong: 'cli.cell_phone_wrong',
  code_wrong: 'cli.cell_code_wrong',
};
