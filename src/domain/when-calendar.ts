/** Days as people count them back from today. `undefined` where the calendar has no such day. */
import { Temporal } from 'temporal-polyfill';

type Day = Temporal.PlainDate;

/** @param month 1 to 12 */
export function dayOf(year: number, month: number, day: number): Day | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** `2024`, or `24` of this century. */
export const yearOf = (digits: string): number => Number(digits) + (digits.length === 2 ? 2000 : 0);

/** Of those that are not after today the last one; looks back far enough to find a 29 February. */
const latest = (today: Day, candidates: (back: number) => Day | undefined): Day | undefined =>
  Array.from({ length: 9 }, (_, back) => candidates(back)).find(
    (day) => day !== undefined && Temporal.PlainDate.compare(day, today) <= 0,
  );

/** «12 Februari» without a year. */
export const latestOfYear = (today: Day, month: number, day: number): Day | undefined =>
  latest(today, (back) => dayOf(today.year - back, month, day));

/** «tanggal 12» without a month. */
export const latestOfMonth = (today: Day, day: number): Day | undefined =>
  latest(today, (back) => dayOfMonth(today, -back, day));

/** «tanggal 12 bulan lalu»: months from this one, negative before. */
export function dayOfMonth(today: Day, months: number, day: number): Day | undefined {
  const { year, month } = today.toPlainYearMonth().add({ months });
  return dayOf(year, month, day);
}

/** «Rabu minggu lalu»: weeks from Monday to Sunday, from this one, negative before. @param weekday 1 to 7, Monday first */
export const dayOfWeek = (today: Day, weeks: number, weekday: number): Day =>
  today.add({ days: weeks * 7 + weekday - today.dayOfWeek });

/** «Senin»: the last one; today's own is the one of a week ago only where it is said to be past. */
export function latestWeekday(today: Day, weekday: number, past: boolean): Day {
  const back = (today.dayOfWeek - weekday + 7) % 7;
  return today.subtract({ days: back === 0 && past ? 7 : back });
}

/** «Senin depan»: the first one after today. */
export const nextWeekday = (today: Day, weekday: number): Day => latestWeekday(today, weekday, false).add({ weeks: 1 });
