import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { parseIsoDay } from '../../src/domain/election.ts';
import { formatDay, formatMoment } from '../../src/domain/moment.ts';
import { readWhen } from '../../src/domain/when.ts';

const TODAY = Temporal.PlainDate.from('2026-11-17');
const OLDEST = TODAY.subtract({ years: 5 }).toString();
const today = fc.integer({ min: 0, max: 7_000 }).map((days) => Temporal.PlainDate.from('2024-01-01').add({ days }));

const month = (day: Temporal.PlainDate, language: string, style: 'long' | 'short'): string =>
  new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
const two = (n: number): string => String(n).padStart(2, '0');

/** The ways a person may write a day of the last year. */
const FORMATS: readonly ((day: Temporal.PlainDate, now: Temporal.PlainDate) => string)[] = [
  (day) => day.toString(),
  (day) => formatDay('id', day.toString()),
  (day) => formatDay('en', day.toString()),
  (day) => `${day.day}-${day.month}-${day.year}`,
  (day) => `${two(day.day)}/${two(day.month)}/${day.year % 100}`,
  (day) => `${day.day}.${day.month}.${day.year}`,
  (day) => `${two(day.day)}${two(day.month)}${day.year}`,
  (day) => `${day.day}/${day.month}`,
  (day) => `${day.day} ${month(day, 'id', 'short')}`,
  (day) => `tgl ${day.day} ${month(day, 'id', 'long')}`,
  (day) => `tanggal ${day.day} bulan ${day.month}`,
  (day) => `${month(day, 'en', 'long')} ${day.day}, ${day.year}`,
  (day) => `${day.day} ${month(day, 'en', 'short')} ${day.year}`,
  (day, now) => `${day.until(now).days} hari yang lalu`,
];

test('every day of the last year, written in any way, reads as itself', () => {
  fc.assert(
    fc.property(today, fc.integer({ min: 0, max: 364 }), fc.constantFrom(...FORMATS), (now, back, write) => {
      const day = now.subtract({ days: back });
      expect(readWhen(write(day, now), now)).toEqual({ ok: true, day: day.toString() });
    }),
    { numRuns: 1_000 },
  );
});

test('a moment as we write it ourselves reads as its day and time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 364 * 24 * 60 }), fc.constantFrom('id', 'en'), (back, language) => {
      const moment = Temporal.Instant.from('2026-11-17T23:59+07:00').subtract({ minutes: back });
      const local = moment.toZonedDateTimeISO('Asia/Jakarta');
      expect(readWhen(formatMoment(language, moment.epochMilliseconds, 'Asia/Jakarta'), TODAY)).toEqual({
        ok: true,
        day: local.toPlainDate().toString(),
        time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
      });
    }),
  );
});

test('a weekday is one of the last seven days', () => {
  const names = ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu'];
  fc.assert(
    fc.property(today, fc.integer({ min: 0, max: 6 }), (now, weekday) => {
      const result = readWhen(`hari ${names[weekday]}`, now);
      const day = Temporal.PlainDate.from(result.ok ? result.day : '1970-01-01');
      expect(day.dayOfWeek).toBe(weekday + 1);
      expect(day.until(now).days).toBeLessThan(7);
    }),
  );
});

const WORDS =
  'kemarin lusa tadi malam minggu hari bulan tahun lalu depan ini Senin Ahad tgl jam setengah lewat kurang sampai 12 31 99 0 2024 13/13 9.30 25:61 0/0/0 00000000 Februari Mei sekitar last next th pagi dan -'.split(
    ' ',
  );

test('no text makes the reader throw, and no day it reads is after today or too old', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(text, (typed) => {
      const result = readWhen(typed, TODAY);
      if (result.ok) {
        expect(parseIsoDay(result.day)).toBe(result.day);
        expect(result.day <= TODAY.toString() && result.day >= OLDEST).toBe(true);
        expect(result.time ?? '00:00').toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
      } else {
        expect(['future', 'too_old', 'unreadable']).toContain(result.fault);
      }
    }),
    { numRuns: 2_000 },
  );
});
