/** How the bench is called. What it measures is judged by `isMet`, and by nothing here. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readArguments, USAGE } from '../bench/arguments.ts';
import { isMet } from '../bench/figures/figure.ts';
import { PARTS } from '../bench/settings.ts';

test.each([
  [[], { quick: false, parts: PARTS }],
  [['--quick', '--only', 'starts,postgres'], { quick: true, parts: ['starts', 'postgres'] }],
  [['--profile', 'profiles'], { quick: false, parts: PARTS, profile: 'profiles' }],
  [['postgres'], undefined],
  [['--fast'], undefined],
  [['--only'], undefined],
  [['--only', 'postgres,speed'], undefined],
])('called with %j', (args, expected) => {
  expect(readArguments(args)).toEqual(expected);
});

test('called wrongly it says how it is called, and measures nothing', () => {
  const main = fileURLToPath(new URL('../bench/main.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'postgres'], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: USAGE });
});

test.each([
  [{ atMost: 2 }, true],
  [{ atMost: 0.5 }, false],
  [{ atLeast: 2 }, false],
  [{ atLeast: 0.5, atMost: 2 }, true],
  [{}, undefined],
])('a figure of 1 that must be %j is met: %s', (bounds, met) => {
  expect(isMet({ name: 'x', value: 1, unit: '', ...bounds })).toBe(met);
});
