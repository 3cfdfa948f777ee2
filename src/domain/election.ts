import { Temporal } from 'temporal-polyfill';
import type { Language } from './message.ts';

/** National election, regional election, or a by-election ordered for some places (pemungutan suara ulang). */
export const ELECTION_KINDS = ['pemilu', 'pilkada', 'psu'] as const;
export type ElectionKind = (typeof ELECTION_KINDS)[number];

/** How the days of a legal limit are counted. */
export type DayCounting = 'calendar' | 'working';

/** A day without a time, `2024-11-27`. */
export type IsoDay = string & { readonly brand: 'IsoDay' };

/**
 * The reminders an election may have words of its own for: the first day of masa tenang, the days between, the last day,
 * and the invitations on the day the pledge opens and a week before masa tenang.
 */
export const REMINDER_TEXTS = ['quietFirst', 'quietMiddle', 'quietLast', 'opening', 'week'] as const;
export type ReminderText = (typeof REMINDER_TEXTS)[number];

/** By language, plain text as people read it; what is absent is said in the built-in words. */
export type ElectionTexts = { readonly [L in Language]?: { readonly [T in ReminderText]?: string } };

/** An election as the institution enters it. All days are days in `zone`, first and last included. */
export interface Election {
  readonly id: string;
  readonly kind: ElectionKind;
  readonly name: string;
  /** What stands for {peristiwa} in a document: «Pemilihan Serentak». */
  readonly event: string;
  readonly year: number;
  readonly region: string;
  /** IANA zone, `Asia/Jakarta`. */
  readonly zone: string;
  readonly votingDay: IsoDay;
  /** Masa tenang: three days before the vote (UU 7/2017 art. 1(36), 278). */
  readonly quietFrom: IsoDay;
  readonly quietTo: IsoDay;
  readonly pledgeOpens: IsoDay;
  readonly pledgeCloses: IsoDay;
  readonly dayCounting: DayCounting;
  readonly legal: readonly string[];
  readonly texts: ElectionTexts;
}

const ZONES: ReadonlyMap<string, string> = new Map([
  ['WIB', 'Asia/Jakarta'],
  ['WITA', 'Asia/Makassar'],
  ['WIT', 'Asia/Jayapura'],
]);

/** The IANA zone of Indonesia's own names, however they are written: `wita` is `Asia/Makassar`. Others stay as they are. */
export const zoneNamed = (name: string): string => ZONES.get(name.trim().toUpperCase()) ?? name;

/** Reads `2024-11-27`; `undefined` for anything else, also for 31 February. */
export function parseIsoDay(text: string): IsoDay | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as IsoDay;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The day it is in a zone at a moment (ms since 1970). */
export function dayIn(zone: string, now: number): IsoDay {
  // Zones differ by whole minutes, and each turn asks several times: a minute has one day.
  const minute = Math.floor(now / 60_000);
  const asked = lastAsked.get(zone);
  if (asked?.minute === minute) return asked.day;
  const day = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate().toString() as IsoDay;
  lastAsked.set(zone, { minute, day });
  return day;
}

const lastAsked = new Map<string, { readonly minute: number; readonly day: IsoDay }>();

/** The day some days later (or earlier, when negative). */
export const addDays = (day: IsoDay, days: number): IsoDay =>
  Temporal.PlainDate.from(day).add({ days }).toString() as IsoDay;

/** Whether the pledge can be confirmed now. ISO days compare as text. */
export const pledgeIsOpen = (election: Election, now: number): boolean =>
  pledgeIsOpenOn(election, dayIn(election.zone, now));

/** Whether the pledge can be confirmed on a day. */
export const pledgeIsOpenOn = ({ pledgeOpens, pledgeCloses }: Election, day: IsoDay): boolean =>
  pledgeOpens <= day && day <= pledgeCloses;

/** The election with its pledge ended: the last day was yesterday, in its zone, and the only one if it opened today. */
export function closePledge(election: Election, now: number): Election {
  const yesterday = addDays(dayIn(election.zone, now), -1);
  const openedToday = election.pledgeOpens > yesterday;
  return { ...election, ...(openedToday ? { pledgeOpens: yesterday } : {}), pledgeCloses: yesterday };
}

/** The open election that votes first, and, when none is open, the next one to open. */
export function currentElection(
  elections: readonly Election[],
  now: number,
): { open: Election } | { next: Election } | { none: true } {
  const byVote = [...elections].sort((a, b) => a.votingDay.localeCompare(b.votingDay));
  const open = byVote.find((election) => pledgeIsOpen(election, now));
  if (open) return { open };
  const next = [...elections]
    .filter((election) => election.pledgeOpens > dayIn(election.zone, now))
    .sort((a, b) => a.pledgeOpens.localeCompare(b.pledgeOpens))[0];
  return next ? { next } : { none: true };
}

/** Whether it is masa tenang in any election, each in its own zone. The pledge may be closed long before that. */
export const isQuiet = (elections: readonly Election[], now: number): boolean =>
  elections.some(({ quietFrom, quietTo, zone }) => {
    const today = dayIn(zone, now);
    return quietFrom <= today && today <= quietTo;
  });

/**
 * The election that happenings of these days belong to: one under way from the day its pledge opens to the vote, whether or not
 * its pledge is closed meanwhile, of several the one that votes first; between elections the last one; before all of them the
 * first. `undefined` when there is none at all.
 */
export function electionAtHand(elections: readonly Election[], now: number): Election | undefined {
  const byVote = [...elections].sort((a, b) => a.votingDay.localeCompare(b.votingDay));
  const begun = byVote.filter(({ pledgeOpens, quietFrom, zone }) => {
    const today = dayIn(zone, now);
    return pledgeOpens <= today || quietFrom <= today;
  });
  return begun.find(({ votingDay, zone }) => dayIn(zone, now) <= votingDay) ?? begun.at(-1) ?? byVote[0];
}

/** What is wrong with an election's days; each has words in `locales`. Empty when nothing is. */
export type ElectionFault = 'quiet_order' | 'quiet_not_before_vote' | 'pledge_order' | 'pledge_after_vote';

export function electionFaults(election: Election): readonly ElectionFault[] {
  const faults: ElectionFault[] = [];
  if (election.quietFrom > election.quietTo) faults.push('quiet_order');
  if (election.quietTo >= election.votingDay) faults.push('quiet_not_before_vote');
  if (election.pledgeOpens > election.pledgeCloses) faults.push('pledge_order');
  if (election.pledgeCloses > election.votingDay) faults.push('pledge_after_vote');
  return faults;
}
