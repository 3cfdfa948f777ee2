import { expect, test } from 'vitest';
import { type Bet, betOn, chanceOf, powerOf } from './chance.ts';

const even = (...chances: readonly number[]): readonly Bet[] => chances.map((chance) => ({ chance, worth: 1 }));
const hundred = (chance: number): readonly Bet[] => even(...Array.from({ length: 100 }, () => chance));

test('agrees with what can be counted by hand', () => {
  expect(chanceOf(0, even(0.3, 0.9))).toBeCloseTo(1);
  expect(chanceOf(1, even(0.5, 0.5))).toBeCloseTo(0.75);
  expect(chanceOf(2, even(0.1, 0.2, 0.3))).toBeCloseTo(
    0.1 * 0.2 * 0.7 + 0.1 * 0.8 * 0.3 + 0.9 * 0.2 * 0.3 + 0.1 * 0.2 * 0.3,
  );
  expect(chanceOf(3, even(0.1, 0.2))).toBe(0);
  expect(chanceOf(20, hundred(0.04))).toBeLessThan(1e-8);
});

test('what is worth more counts for more', () => {
  const bets = [
    { chance: 0.5, worth: 1 },
    { chance: 0.25, worth: 2 },
  ];
  expect(chanceOf(3, bets)).toBeCloseTo(0.125);
  expect(chanceOf(2, bets)).toBeCloseTo(0.25);
  expect(chanceOf(1, bets)).toBeCloseTo(0.625);
  expect(betOn(1, 32)).toEqual({ chance: 1 / 32, worth: 5 });
  expect(betOn(32, 32)).toEqual({ chance: 1, worth: 0 });
});

test('a strong link is noticed, none only by chance, and what is worth nothing never', () => {
  expect(powerOf(0.5, hundred(0.02), 1e-6)).toBeGreaterThan(0.999999);
  expect(powerOf(0, hundred(0.02), 1e-6)).toBeLessThanOrEqual(1e-6);
  expect(
    powerOf(
      0.5,
      hundred(0.02).map(() => betOn(8, 8)),
      1e-6,
    ),
  ).toBe(0);
});
