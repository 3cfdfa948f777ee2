import { expect, test } from 'vitest';
import { chanceOf } from './chance.ts';

test('agrees with what can be counted by hand', () => {
  expect(chanceOf(0, [0.3, 0.9])).toBeCloseTo(1);
  expect(chanceOf(1, [0.5, 0.5])).toBeCloseTo(0.75);
  expect(chanceOf(2, [0.1, 0.2, 0.3])).toBeCloseTo(
    0.1 * 0.2 * 0.7 + 0.1 * 0.8 * 0.3 + 0.9 * 0.2 * 0.3 + 0.1 * 0.2 * 0.3,
  );
  expect(chanceOf(3, [0.1, 0.2])).toBe(0);
  expect(
    chanceOf(
      20,
      Array.from({ length: 100 }, () => 0.04),
    ),
  ).toBeLessThan(1e-8);
});
