import { daysBetween } from '../../domain/days-left.ts';
import { dayIn, type IsoDay, parseIsoDay } from '../../domain/election.ts';
import { text } from '../../domain/message.ts';
import { type ListedReport, listReports } from '../../storage/reports.ts';
import { readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { UsageError } from '../shared/errors.ts';
import type { Terminal } from '../shared/terminal.ts';
import { areaWords, categoryWord } from './clear.ts';
import { readStatus } from './status.ts';

/** `list [--status STATUS]`: what stands in the clear of each report, and how much waits for the sweep. */
export const listReportsAction: Action = {
  async run(args, { terminal, config, withArchive }) {
    const { values, positionals } = readArgs(args, { status: { type: 'string' } });
    if (positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    const status = values.status === undefined ? undefined : readStatus(values.status);
    const { reports, waiting } = await withArchive(async ({ db }) => ({
      reports: await listReports(db, status),
      waiting: await db.intake.count(),
    }));
    const today = dayIn(config.TZ_REGION, Date.now());
    const row = (report: ListedReport): readonly string[] => [
      report.id,
      terminal.plain(categoryWord(report.category)),
      terminal.plain(areaWords(report.area)),
      report.status,
      terminal.plain(text('dossier.at', { at: { moment: report.receivedAt.getTime(), zone: config.TZ_REGION } })),
      daysLeft(report.until, today, terminal),
      String(report.pieces),
      String(report.letters),
    ];
    if (reports.length > 0) terminal.table([HEAD.map((key) => terminal.plain(text(key))), ...reports.map(row)]);
    else terminal.note(text('dossier.none'));
    terminal.note(waiting === 0 ? text('dossier.none_waiting') : text('dossier.waiting', { count: waiting }));
    return 0;
  },
};

const HEAD = [
  'dossier.head_id',
  'dossier.head_category',
  'dossier.head_area',
  'dossier.head_status',
  'dossier.head_received',
  'dossier.head_left',
  'dossier.head_pieces',
  'dossier.head_letters',
] as const;

/** Days left for a formal *laporan*. */
function daysLeft(until: Date | null, today: IsoDay, terminal: Terminal): string {
  const last = until && parseIsoDay(until.toISOString().slice(0, 10));
  if (!last) return '–';
  const left = daysBetween(today, last);
  return terminal.plain(left < 0 ? text('dossier.left_over') : text('dossier.left', { count: left }));
}
