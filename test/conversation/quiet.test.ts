import { expect, test } from 'vitest';
import { Quiet } from '../../src/conversation/quiet.ts';

const MINUTE = 60_000;

/** One input: whether it is met with silence; answered, it is noted. */
function silent(quiet: Quiet, chat: string, understood: boolean, at: number): boolean {
  const is = quiet.isSilent(chat, understood);
  if (!is) quiet.hears(chat, understood, at);
  return is;
}

test('asking changes nothing, so a turn that is tried again is answered', () => {
  const quiet = new Quiet();
  for (let tries = 0; tries < 10; tries += 1) expect(quiet.isSilent('a', false)).toBe(false);
});

test('three inputs in a minute that mean nothing are answered, the fourth is not, until a word it knows', () => {
  const quiet = new Quiet();
  const hears = (understood: boolean, at: number): boolean => silent(quiet, 'a', understood, at);
  expect([hears(false, 0), hears(false, 1), hears(false, 2), hears(false, 3), hears(false, 10 * MINUTE)]).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(hears(true, 11 * MINUTE)).toBe(false);
  expect(hears(false, 11 * MINUTE)).toBe(false);
});

test('slow nonsense is always answered', () => {
  const quiet = new Quiet();
  for (let minute = 0; minute < 10; minute += 1) expect(silent(quiet, 'a', false, minute * MINUTE)).toBe(false);
});

test('chats are apart, and a flood of chats does not fill the memory', () => {
  const quiet = new Quiet(2);
  for (const chat of ['a', 'a', 'a']) silent(quiet, chat, false, 0);
  expect(silent(quiet, 'b', false, 0)).toBe(false);
  expect(silent(quiet, 'a', false, 0)).toBe(true);
  silent(quiet, 'c', false, 0);
  expect(silent(quiet, 'a', false, 0)).toBe(false);
});
