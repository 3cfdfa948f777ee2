import { Temporal } from 'temporal-polyfill';
import { addDays, type IsoDay } from './election.ts';

/** How long a formal *laporan* can still be made. */
export interface DaysLeft {
  /** 0 on the last day itself, «hari ini hari terakhir», and when it is over. */
  readonly left: number;
  readonly over: boolean;
  readonly lastDay: IsoDay;
}

/**
 * A *laporan* must be made within some days since the reporter came to know, 7 in a national election (UU 7/2017
 * art. 454(6)). The law counts working days there; these are calendar days, which end sooner: nobody who keeps to them is
 * late. The day of knowing is not counted, the last one is.
 *
 * @param limit days, by kind of election
 */
export function daysLeft(knownOn: IsoDay, today: IsoDay, limit: number): DaysLeft {
  const lastDay = addDays(knownOn, limit);
  const left = Temporal.PlainDate.from(today).until(lastDay).days;
  return { left: Math.min(Math.max(left, 0), limit), over: left < 0, lastDay };
}

/** Days from one day to another. */
export const daysBetween = (from: IsoDay, to: IsoDay): number => Temporal.PlainDate.from(from).until(to).days;
