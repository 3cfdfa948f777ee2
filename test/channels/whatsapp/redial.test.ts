import { expect, onTestFinished, test, vi } from 'vitest';
import { Redial } from '../../../src/channels/whatsapp/redial.ts';

const MINUTE = 60_000;
let now = 0;

/** Ends after a while. @returns which pause it is, in whole seconds of the first, doubled, doubled again */
function pauseAfter(redial: Redial, lastedMs: number, next: 'later' | 'at once' = 'later'): number {
  redial.begins();
  now += lastedMs;
  const ms = redial.ended(next);
  return ms === 0 ? 0 : 2 ** Math.round(Math.log2(ms / 1000));
}

test('a connection that opens and ends again and again is tried more and more seldom', () => {
  const redial = new Redial(() => now);
  expect([1, 2, 3, 4].map(() => pauseAfter(redial, 5_000))).toEqual([1, 2, 4, 8]);
});

test.each([
  ['earliest', 0, 800, 96_000],
  ['latest', 1 - Number.EPSILON, 1_200, 144_000],
])('at the %s, it is a fifth of the pause from the middle, also of the longest', (_, chance, first, longest) => {
  vi.spyOn(Math, 'random').mockReturnValue(chance);
  onTestFinished(() => void vi.restoreAllMocks());
  const redial = new Redial(() => now);
  const pauses = Array.from({ length: 40 }, () => redial.ended('later'));
  expect([pauses[0], pauses[1], Math.max(...pauses), pauses.at(-1)]).toEqual([first, 2 * first, longest, longest]);
});

test('what has lasted a minute makes the pauses short again', () => {
  const redial = new Redial(() => now);
  for (let n = 0; n < 5; n += 1) pauseAfter(redial, MINUTE - 1);
  expect(pauseAfter(redial, MINUTE)).toBe(1);
});

test('a restart that is asked for comes at once, but not again and again', () => {
  const redial = new Redial(() => now);
  expect([1, 2, 3].map(() => pauseAfter(redial, 0, 'at once'))).toEqual([0, 1, 2]);
  expect(pauseAfter(redial, MINUTE, 'at once')).toBe(0);
});
