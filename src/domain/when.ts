import { Temporal } from 'temporal-polyfill';
import { type IsoDay, parseIsoDay } from './election.ts';
import { type Clock, takeClock } from './when-clock.ts';
import { type Finding, findDays } from './when-day.ts';
import { timeWords } from './when-words.ts';

/** Why a text is no day that a report can have. `unreadable` includes what names two days. */
export type WhenFault = 'future' | 'too_old' | 'unreadable';

/** `about`: the person was not sure, «sekitar», or named a span, «minggu lalu». */
export type WhenResult =
  | { readonly ok: true; readonly day: IsoDay; readonly time?: string; readonly about?: true }
  | { readonly ok: false; readonly fault: WhenFault };

/** Older than this is not asked after: the years between two elections. */
const OLDEST_YEARS = 5;

const NOON = 12 * 60;

/**
 * Reads a day, and a time of day where there is one, as people write them in a chat, in Indonesian and English:
 * «kemarin», «3 hari yang lalu», «Jumat lalu jam 7 malam», «tgl 12», «12 Feb», «12/02/24», «yesterday at 9pm».
 *
 * Numbers are day, then month. What has no year, month or week is the latest that has passed. Two different days, or a
 * weekday that is not that of its date, are unreadable rather than guessed. A time without a day is today's. A part of the
 * day without an hour, «tadi pagi», gives no time.
 *
 * @param today the day it is in the region
 * @returns `time` as `HH:MM`, 24 hours
 */
export function readWhen(text: string, today: Temporal.PlainDate): WhenResult {
  const words = timeWords(text);
  if (words === undefined) return no('unreadable');
  // «10.05» is a time where a day is named beside it, and else a date.
  const timed = takeClock(words, true);
  const beside = findDays(timed.rest, today);
  const dotted = beside.length > 0 && timed.clock !== 'impossible';
  const { rest, clock } = dotted ? timed : takeClock(words, false);
  const found = dotted ? beside : findDays(rest, today);
  if (clock === 'impossible') return no('unreadable');

  const day = settle(found.length > 0 || !clock ? found : [{ kind: 'weak', day: today }]);
  if (!day) return no('unreadable');
  // «Semalam jam 2» was this morning.
  const lastNight = clock !== undefined && clock.minutes < NOON && /\bsemalam\b/.test(words);
  return judge(lastNight ? day.add({ days: 1 }) : day, today, {
    ...(clock ? { time: show(clock.minutes) } : {}),
    ...(isAbout(words, found, clock, lastNight) ? { about: true } : {}),
  });
}

/** The one day that all findings agree on. */
function settle(found: readonly Finding[]): Temporal.PlainDate | undefined {
  if (found.some(({ day }) => day === undefined)) return undefined;
  const of = (kind: Finding['kind']) => found.filter((one) => one.kind === kind).flatMap(({ day }) => day ?? []);
  const pairs = of('pair');
  // «Minggu lalu, tanggal 9»: the date is what was meant. «Kemarin» is as exact as a date; a pair must agree with anything.
  const firm = [
    ...pairs,
    ...(of('date').length > 0 ? of('date') : of('vague')),
    ...of('named'),
    ...(pairs.length > 0 ? of('weak') : []),
  ];
  const weekdays = of('weekday');
  const days = firm.length > 0 ? firm : weekdays.length > 0 ? weekdays : of('weak');
  const [first] = days;
  if (!first || !days.every((day) => day.equals(first))) return undefined;
  return weekdays.every((day) => day.dayOfWeek === first.dayOfWeek) ? first : undefined;
}

/** Small hours may be of the named day or end its night, except where «semalam» says which. */
const isAbout = (words: string, found: readonly Finding[], clock: Clock | undefined, lastNight: boolean): boolean =>
  /\bsekitar\b/.test(words) ||
  (found.some(({ kind }) => kind === 'vague') && !found.some(({ kind }) => kind === 'date')) ||
  clock?.about === true ||
  (clock?.smallHours === true && !lastNight);

function judge(
  day: Temporal.PlainDate,
  today: Temporal.PlainDate,
  more: { readonly time?: string; readonly about?: true },
): WhenResult {
  if (Temporal.PlainDate.compare(day, today) > 0) return no('future');
  if (Temporal.PlainDate.compare(day, today.subtract({ years: OLDEST_YEARS })) < 0) return no('too_old');
  const iso = parseIsoDay(day.toString());
  return iso ? { ok: true, day: iso, ...more } : no('unreadable');
}

const show = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

const no = (fault: WhenFault): WhenResult => ({ ok: false, fault });
