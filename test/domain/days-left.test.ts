import { expect, test } from 'vitest';
import { daysLeft } from '../../src/domain/days-left.ts';
import { day } from '../support/world.ts';

test.each([
  ['2026-11-17', '2026-11-17', { left: 7, over: false }],
  ['2026-11-17', '2026-11-18', { left: 6, over: false }],
  ['2026-11-17', '2026-11-24', { left: 0, over: false }],
  ['2026-11-17', '2026-11-25', { left: 0, over: true }],
  ['2026-11-17', '2027-11-17', { left: 0, over: true }],
  // Known tomorrow: a clock that is wrong gains nobody a day.
  ['2026-11-18', '2026-11-17', { left: 7, over: false }],
])('known on %s, on %s: %o', (knownOn, today, expected) => {
  expect(daysLeft(day(knownOn), day(today), 7)).toMatchObject(expected);
});

test('the last day, across a year and for another limit', () => {
  expect(daysLeft(day('2026-12-28'), day('2026-12-30'), 7).lastDay).toBe('2027-01-04');
  expect(daysLeft(day('2026-11-17'), day('2026-11-18'), 3)).toEqual({ left: 2, over: false, lastDay: '2026-11-20' });
});
