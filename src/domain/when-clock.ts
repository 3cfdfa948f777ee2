import { END, MONTHS, NUMBER, PARTS, WEEKDAYS } from './when-words.ts';

/** A time of day. */
export interface Clock {
  /** Since midnight. */
  readonly minutes: number;
  /** The first of several that were named, or one without its minutes, «jam 9 lewat». */
  readonly about: boolean;
  /** After midnight and called night, «jam 1 malam»: as people speak it belongs to the evening before. */
  readonly smallHours: boolean;
}

const PART = PARTS.join('|');
const SUFFIX = `(?: (?<part>${PART}|am|pm|wib)\\b)?`;
const NO_DAY = `(?! (?:hari|pekan|bulan|tahun|${MONTHS.join('|')})\\b)`;
const UNTIL = '(?:-| sampai | atau | dan )(?:pukul )?(?<until>\\d{1,2})(?:[.:]\\d\\d)?';
const SHIFT = `(?: (?<shift>lewat|kurang)(?: (?<by>\\d{1,2}${END}|setengah)(?: menit)?)?)?`;

/** Ways to name a time, surest first: what one has read is no longer there for the next. */
const WAYS: readonly RegExp[] = [
  `\\b(?:pukul )?(?:sekitar )*(?<half>setengah) (?<h>\\d{1,2})${END}${SUFFIX}`,
  `\\bpukul (?:sekitar )*(?<h>\\d{1,2})(?:[.:]?(?<m>\\d\\d)(?:[.:]\\d\\d)?)?(?:${UNTIL})?${END}${NO_DAY}${SHIFT}${SUFFIX}`,
  `${NUMBER}(?<h>\\d{1,2}):(?<m>\\d\\d)(?::\\d\\d)?${END}${SUFFIX}`,
  `${NUMBER}(?<h>\\d{1,2})\\.(?<m>\\d\\d)${END} (?<part>${PART}|am|pm|wib)\\b`,
  // «10 pagi», unless the number is a date, or nights are counted.
  `(?<!\\b(?:tgl|${MONTHS.join('|')}) )${NUMBER}(?<h>[1-9]|1[0-2]) (?<part>${PART}|am|pm|wib)\\b(?! lalu)`,
].map((pattern) => new RegExp(pattern, 'g'));

/** «10.05» by itself may be a date too. */
const DOTTED = new RegExp(`${NUMBER}(?<h>\\d{1,2})\\.(?<m>\\d\\d)${END}`, 'g');

const PART_OF_DAY = new RegExp(`\\b(?:${PART})\\b`);
/** Kept where it is a part of the day's name: «malam Jumat» is Thursday. */
const NO_LONGER_NEEDED = new RegExp(
  `\\b(?:wib|dini|pagi|siang|sore|malam(?! (?:${WEEKDAYS.join('|')})\\b))(?: |$)`,
  'g',
);

/**
 * Takes the time out of `timeWords`: «kemarin sore pukul 4» leaves «kemarin» and 16:00. Without a part of the day an hour
 * is taken as it stands.
 *
 * @param dotted whether «10.05» by itself is a time
 */
export function takeClock(
  words: string,
  dotted: boolean,
): { readonly rest: string; readonly clock?: Clock | 'impossible' } {
  const named: Named[] = [];
  let rest = words;
  for (const way of dotted ? [...WAYS, DOTTED] : WAYS) {
    named.push(...[...rest.matchAll(way)].map(({ groups = {} }) => groups));
    rest = rest.replace(way, '');
  }
  const elsewhere = PART_OF_DAY.exec(rest)?.[0] ?? (/\bsemalam\b/.test(rest) ? 'malam' : undefined);
  const clocks = named.map((one) => clockOf(one, elsewhere));
  rest = rest.replace(/ +/g, ' ').replace(NO_LONGER_NEEDED, '').trim();
  const [first] = clocks;
  if (!first) return named.length === 0 ? { rest } : { rest, clock: 'impossible' };
  if (clocks.includes(undefined)) return { rest, clock: 'impossible' };
  const several = clocks.some((one) => one?.minutes !== first.minutes);
  return { rest, clock: { ...first, about: first.about || several } };
}

type Named = Readonly<Record<string, string>>;

function clockOf({ h, m, half, until, shift, by, part }: Named, elsewhere: string | undefined): Clock | undefined {
  const hour = Number(h);
  const minute = Number(m ?? 0);
  if (hour > 24 || minute > 59) return undefined;
  const called = part === undefined || part === 'wib' ? elsewhere : part;
  const shifted = by === 'setengah' ? 30 : Number(by ?? 0);
  // «setengah delapan» is half an hour before eight.
  const minutes = hourOf(hour, called) * 60 + minute + (shift === 'kurang' ? -shifted : shifted) - (half ? 30 : 0);
  return {
    minutes: (minutes + DAY) % DAY,
    about: until !== undefined || (shift !== undefined && by === undefined),
    smallHours: hour === 24 || (called === 'malam' && (minutes + DAY) % DAY < 6 * 60),
  };
}

const DAY = 24 * 60;

function hourOf(hour: number, called: string | undefined): number {
  if (hour > 12 || hour === 0) return hour % 24;
  switch (called) {
    case 'am':
    case 'dini':
    case 'pagi':
      return hour % 12;
    case 'pm':
    case 'sore':
      return (hour % 12) + 12;
    case 'siang':
      return hour < 7 ? hour + 12 : hour;
    case 'malam':
      return hour < 6 ? hour : (hour + 12) % 24;
    default:
      return hour;
  }
}
