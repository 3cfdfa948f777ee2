/** How a report stands, and how long a formal one can still be made: the same in a chat and on the web. */
import { daysBetween } from './days-left.ts';
import type { IsoDay } from './election.ts';
import { type Text, text } from './message.ts';
import { type CoarseStatus, statusLabel } from './report.ts';

interface Standing {
  readonly status: CoarseStatus;
  /** Last day of the legal limit. */
  readonly until?: IsoDay;
}

export const statusWords = ({ status }: Standing): readonly [Text, Text] => [
  text('mailbox.status', { status: { key: statusLabel(status).key } }),
  text(`mailbox.status_${status}`),
];

/** Nothing once they are over, or mean nothing any more. */
export function daysWords({ status, until }: Standing, today: IsoDay): readonly Text[] {
  if (until === undefined || status === 'selesai' || status === 'dicabut') return [];
  const count = daysBetween(today, until);
  if (count < 0) return [];
  return [count === 0 ? text('filing.days_last') : text('mailbox.until', { until: { day: until }, count })];
}
