/**
 * What is said to those who agreed to be reminded, and when: a message on each day of masa tenang to whoever has pledged, an
 * invitation on the day the pledge opens and a week before masa tenang to whoever has not, and nothing on a voting day.
 */
import { Temporal } from 'temporal-polyfill';
import { addDays, dayIn, type Election, type IsoDay, pledgeIsOpenOn, type ReminderText } from './election.ts';

export type ReminderKind = 'quiet' | 'week' | 'opening';

/** One message of the calendar: to send on `day`. */
export interface Duty {
  readonly election: Election;
  readonly kind: ReminderKind;
  /** The day it belongs to. */
  readonly since: IsoDay;
  /** The day it is sent: `since`, or, for an invitation that a standstill held up, soon after. */
  readonly day: IsoDay;
  /** Which day of masa tenang it is, of how many, from 1; 0 of 0 for an invitation. */
  readonly n: number;
  readonly of: number;
}

/** What a message of the calendar is known by once it is planned. */
export interface DutyName {
  readonly electionId: string;
  readonly kind: ReminderKind;
  readonly since: IsoDay;
}

/** Whether something planned is this message of the calendar, and not another of the same election. */
export const isNamed = (duty: Duty, { electionId, kind, since }: DutyName): boolean =>
  duty.election.id === electionId && duty.kind === kind && duty.since === since;

/** How many days before masa tenang the second invitation goes out; a pledge that opens that day or later has one. */
const WEEK = 7;
/** How many days late an invitation is still right: it tells until when the pledge is open, and that does not change. */
const LATE_DAYS = 2;
/** Nobody gets two messages on a day: what is about the day itself goes before an invitation. */
const ORDER: readonly ReminderKind[] = ['quiet', 'week', 'opening'];

/** What the calendar says on a day, the most important first. */
export function dutiesOn(elections: readonly Election[], day: IsoDay): readonly Duty[] {
  // A voter is left alone on a voting day, also by another election.
  if (elections.some(({ votingDay }) => votingDay === day)) return [];
  return elections.flatMap((election) => dutiesOf(election, day)).sort(byImportance);
}

/** What today asks for: each election has a today of its own zone. The most important first, whatever the zone. */
export const dutiesNow = (elections: readonly Election[], now: number): readonly Duty[] =>
  dutiesBegun(elections, now).filter(({ election, day }) => dayIn(election.zone, now) === day);

/** The same, and what masa tenang further west will say of a day that has begun in the east: it goes before invitations there. */
export function dutiesBegun(elections: readonly Election[], now: number): readonly Duty[] {
  const days = [...new Set(elections.map(({ zone }) => dayIn(zone, now)))];
  const isBegun = ({ election, kind, day }: Duty): boolean => {
    const today = dayIn(election.zone, now);
    return today === day || (kind === 'quiet' && today < day);
  };
  return days.flatMap((day) => dutiesOn(elections, day).filter(isBegun)).sort(byImportance);
}

const byImportance = (a: Duty, b: Duty): number =>
  ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.election.votingDay.localeCompare(b.election.votingDay);

function dutiesOf(election: Election, day: IsoDay): readonly Duty[] {
  const { quietFrom, quietTo, pledgeOpens } = election;
  const duties: Duty[] = [];
  if (quietFrom <= day && day <= quietTo) {
    const n = daysFrom(quietFrom, day) + 1;
    duties.push({ election, kind: 'quiet', since: day, day, n, of: daysFrom(quietFrom, quietTo) + 1 });
  }
  if (!pledgeIsOpenOn(election, day)) return duties;
  const invitation = { election, day, n: 0, of: 0 };
  const week = addDays(quietFrom, -WEEK);
  if (pledgeOpens < week && isSoonAfter(week, day)) duties.push({ ...invitation, kind: 'week', since: week });
  // An opening that is told late gives way to the week before masa tenang, which says the same and is not late.
  const isOvertaken = pledgeOpens < week && week <= day;
  if (isSoonAfter(pledgeOpens, day) && !isOvertaken) {
    duties.push({ ...invitation, kind: 'opening', since: pledgeOpens });
  }
  return duties;
}

const isSoonAfter = (since: IsoDay, day: IsoDay): boolean => since <= day && day <= addDays(since, LATE_DAYS);

const daysFrom = (from: IsoDay, to: IsoDay): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

/** When messages may go out: hours of the day in the region's zone, `08:00`, and over how many minutes they are spread. */
export interface Hours {
  readonly from: string;
  readonly until: string;
  readonly spreadMinutes: number;
}

/** Moments between which messages are sent, ms since 1970. */
export interface Window {
  /** The hours of the day begin. */
  readonly opens: number;
  /** The first goes out. */
  readonly begins: number;
  /** The last is due. */
  readonly spreadTo: number;
  /** Nothing from then on, sent or not. */
  readonly ends: number;
}

/** The hours of a duty's day, ms since 1970: nothing before, nothing from then on. */
export function hoursOf({ election: { zone }, day }: Duty, hours: Hours): Pick<Window, 'opens' | 'ends'> {
  const at = (time: string): number =>
    Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
      .epochMilliseconds;
  return { opens: at(hours.from), ends: at(hours.until) };
}

/**
 * The window of a day.
 *
 * @param now ms since 1970: planned late in the day, what is left of it is used
 * @returns `undefined` when the day's hours are over
 */
export function windowOf(duty: Duty, hours: Hours, now: number): Window | undefined {
  const { opens, ends } = hoursOf(duty, hours);
  const begins = Math.max(opens, now);
  if (begins >= ends) return undefined;
  return { opens, begins, spreadTo: Math.min(begins + hours.spreadMinutes * 60_000, ends), ends };
}

/** Which words are right on this day. */
export function aspectOf({ election, kind, day, n }: Duty): ReminderText {
  if (kind !== 'quiet') return kind;
  // «Besok hari pemungutan suara» only where that is so, also in a masa tenang of one day.
  if (addDays(day, 1) === election.votingDay) return 'quietLast';
  return n === 1 ? 'quietFirst' : 'quietMiddle';
}
