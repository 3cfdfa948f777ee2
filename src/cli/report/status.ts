import { type MessageKey, text } from '../../domain/message.ts';
import { REPORT_STATUSES, type ReportStatus } from '../../domain/report.ts';
import { setStatus } from '../../storage/casework.ts';
import { readIdArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { Refusal, UsageError } from '../shared/errors.ts';

/** `status ID STATUS`: where a report stands; the reporter sees a coarse word for it. */
export const statusAction: Action = {
  async run(args, { terminal, withDesk }) {
    const { id, others } = readIdArgs(args, {});
    const [asked, ...more] = others;
    if (id === undefined || asked === undefined || more.length > 0) throw new UsageError(text('dossier.status_needs'));
    const status = readStatus(asked);
    // Withdrawing erases what was told: that is the reporter's to do, with the code.
    if (status === 'dicabut') throw new Refusal(text('dossier.only_reporter'));
    const outcome = await withDesk(({ db }) => setStatus(db, id, status, Date.now()));
    if (outcome !== 'set') throw new Refusal(text(REFUSED[outcome], { id }));
    terminal.say(text('dossier.status_set', { id, status: { key: `dossier.status_${status}` } }));
    return 0;
  },
};

/** @throws UsageError naming all there are */
export function readStatus(typed: string): ReportStatus {
  const status = REPORT_STATUSES.find((one) => one === typed);
  if (status) return status;
  throw new UsageError(text('dossier.status_unknown', { statuses: REPORT_STATUSES.join(', ') }));
}

/** Why nothing was done to a report. */
export const REFUSED = {
  unknown: 'dossier.unknown',
  withdrawn: 'dossier.withdrawn',
  already: 'dossier.status_already',
} as const satisfies Readonly<Record<string, MessageKey>>;
