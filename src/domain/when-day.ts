import type { Temporal } from 'temporal-polyfill';
import {
  dayOf,
  dayOfMonth,
  dayOfWeek,
  latestOfMonth,
  latestOfYear,
  latestWeekday,
  nextWeekday,
  yearOf,
} from './when-calendar.ts';
import { END, MONTHS, NUMBER, WEEKDAYS } from './when-words.ts';

/**
 * What a phrase says of the day. `date`: a day, exactly. `pair`: two numbers that are a day and month, or count something
 * («3-4 orang», «RT 3/5»). `vague`: about a week, month or year away. `named`: kemarin and the like. `weekday`: the latest
 * one or, beside a day, a check of it. `weak`: «tadi», today if nothing else is said.
 */
export interface Finding {
  readonly kind: 'date' | 'pair' | 'vague' | 'named' | 'weekday' | 'weak';
  /** `undefined`: no such day, or more than one. */
  readonly day: Temporal.PlainDate | undefined;
}

type Read = (groups: Readonly<Record<string, string>>, today: Temporal.PlainDate) => Temporal.PlainDate | undefined;
type Rule = readonly [Finding['kind'], RegExp, Read];

const DAY = `(?<d>\\d{1,2})${END}`;
const D = NUMBER + DAY;
const MONTH = `(?<month>${MONTHS.join('|')})\\b`;
const WEEKDAY = `(?<weekday>${WEEKDAYS.join('|')})\\b`;
/** People are counted too: «12 Februari 25 orang» names no year. */
const YEAR = `(?<year>\\d{4}|\\d\\d(?! (?:orang|org|warga|pegawai|asn|people)\\b))${END}`;
const OF_YEAR = `(?: (?:tahun )?${YEAR}| tahun (?<which>lalu|kemarin|ini)\\b)?`;
/** «Kemarin» beside a date only says that it is past. */
const BEFORE = '(?:\\bkemarin )?';
const PAST = '(?: (?:lalu|kemarin)\\b)?';
const WEEK = 'pekan (?<which>lalu|kemarin|ini|depan)\\b';
const UNIT = '(?<unit>hari|pekan|bulan|tahun)';
const AND = ' (?:sampai|dan|atau) (?:tgl )?';

const dated: Read = ({ d, m, month, year, which }, today) => {
  const number = month === undefined ? Number(m) : MONTHS.indexOf(month) + 1;
  if (year !== undefined) return dayOf(yearOf(year), number, Number(d));
  if (which !== undefined) return dayOf(today.year - (which === 'ini' ? 0 : 1), number, Number(d));
  return latestOfYear(today, number, Number(d));
};

const ofMonth: Read = ({ d, which }, today) =>
  which === undefined ? latestOfMonth(today, Number(d)) : dayOfMonth(today, which === 'ini' ? 0 : -1, Number(d));

const ofWeek: Read = ({ weekday, n = '1', which }, today) =>
  dayOfWeek(today, which === 'ini' ? 0 : which === 'depan' ? 1 : -Number(n), numberOf(weekday));

const ofWeekday: Read = ({ weekday, before, which, eve }, today) => {
  // «Malam Jumat» is Thursday's evening.
  const number = eve === undefined ? numberOf(weekday) : ((numberOf(weekday) + 5) % 7) + 1;
  if (which === 'ini') return dayOfWeek(today, 0, number);
  if (which === 'depan' || before === 'nanti' || before === 'besok') return nextWeekday(today, number);
  return latestWeekday(today, number, which !== undefined || before !== undefined);
};

const away =
  (sign: 1 | -1): Read =>
  ({ n = '1', unit }, today) => {
    const many = sign * Number(n);
    switch (unit) {
      case 'pekan':
        return today.add({ weeks: many });
      case 'bulan':
        return today.add({ months: many });
      case 'tahun':
        return today.add({ years: many });
      default:
        return today.add({ days: many });
    }
  };

/** «12022024», day first, and «20240212». */
const eightDigits: Read = ({ run = '' }) =>
  dayOf(Number(run.slice(4)), Number(run.slice(2, 4)), Number(run.slice(0, 2))) ??
  dayOf(Number(run.slice(0, 4)), Number(run.slice(4, 6)), Number(run.slice(6)));

const days =
  (count: number): Read =>
  (_, today) =>
    today.add({ days: count });

const none: Read = () => undefined;

const numberOf = (weekday = ''): number => WEEKDAYS.indexOf(weekday) + 1;

const rule = (kind: Finding['kind'], pattern: string, read: Read): Rule => [kind, new RegExp(pattern, 'g'), read];

/** Most telling first: what one has read is no longer there for the next. */
const RULES: readonly Rule[] = [
  // Two days that share a month or a «tanggal»: which of them is for the person to say.
  rule('date', `\\b\\d{1,2}(?:[-.]|${AND})\\d{1,2} (?:bulan )?${MONTH}|\\btgl \\d{1,2}${AND}\\d{1,2}\\b`, none),
  rule('date', `${NUMBER}(?<year>\\d{4})[-/.](?<m>\\d{1,2})[-/.]${DAY}`, dated),
  rule('date', `${NUMBER}(?<d>\\d{1,2})[-/.](?<m>\\d{1,2})[-/.]${YEAR}`, dated),
  rule('date', `${NUMBER}(?<d>\\d{1,2}) (?<m>\\d{1,2}) (?<year>\\d{4})${END}`, dated),
  rule('date', `${NUMBER}(?<run>\\d{8})${END}`, eightDigits),
  rule('date', `${BEFORE}(?:\\btgl )?${D} (?:bulan )?${MONTH}${OF_YEAR}${PAST}`, dated),
  rule('date', `${BEFORE}(?:\\btgl )?${D} bulan (?<m>\\d{1,2})${END}${OF_YEAR}${PAST}`, dated),
  rule('date', `${BEFORE}\\b${MONTH} (?:tgl )?${D}${OF_YEAR}${PAST}`, dated),
  rule('date', `\\btgl ${D} bulan (?<which>ini|lalu|kemarin)\\b`, ofMonth),
  rule('date', `${BEFORE}\\btgl ${D}${PAST}`, ofMonth),
  rule('pair', `${NUMBER}(?<d>\\d{1,2})[-/.](?<m>\\d{1,2})${END}(?! ${UNIT}\\b)`, dated),
  rule('date', `\\b${WEEKDAY} (?:(?<n>\\d{1,2}) )?${WEEK}`, ofWeek),
  rule('date', `(?:${NUMBER}(?<n>\\d{1,2}) )?\\b${WEEK} ${WEEKDAY}`, ofWeek),
  rule('vague', `${NUMBER}\\d{1,2}(?:-|${AND})(?<n>\\d{1,4}) ${UNIT} (?:lalu|kemarin)\\b`, away(-1)),
  rule('date', `${NUMBER}(?<n>\\d{1,4}) hari (?:lalu|kemarin)\\b`, away(-1)),
  rule('vague', `(?:${NUMBER}(?<n>\\d{1,4}) )?\\b(?!hari)${UNIT} (?:lalu|kemarin)\\b`, away(-1)),
  rule('vague', `${NUMBER}(?<n>\\d{1,4}) ${UNIT} lagi\\b`, away(1)),
  rule('vague', `\\b(?!hari)${UNIT} depan\\b`, away(1)),
  rule('date', '\\b(?:kemarin lusa|lusa kemarin|kemarin dulu)\\b', days(-2)),
  rule('named', '\\b(?:besok )?lusa\\b', days(2)),
  rule(
    'weekday',
    `(?:\\b(?<before>kemarin|nanti|besok) )?\\b(?:(?<eve>malam) )?${WEEKDAY}(?: (?<which>lalu|kemarin|ini|depan)\\b)?`,
    ofWeekday,
  ),
  rule('named', '\\b(?:kemarin|semalam)\\b', days(-1)),
  rule('named', '\\bhariini\\b', days(0)),
  // «Nanti malam» is today's evening, and yet has not been.
  rule('named', '\\bbesok\\b|\\bnanti$', days(1)),
  rule('weak', '\\btadi\\b|\\b\\d{1,2} (?:pukul|menit) lalu\\b', days(0)),
];

/** All that `timeWords` say of the day, once the time was taken out of them. */
export function findDays(words: string, today: Temporal.PlainDate): readonly Finding[] {
  const findings: Finding[] = [];
  let rest = words;
  for (const [kind, pattern, read] of RULES) {
    for (const { groups = {} } of rest.matchAll(pattern)) findings.push({ kind, day: read(groups, today) });
    rest = rest.replace(pattern, '|');
  }
  return findings;
}
