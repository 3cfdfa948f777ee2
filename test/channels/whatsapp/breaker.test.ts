import { expect, test } from 'vitest';
import { Breaker } from '../../../src/channels/whatsapp/breaker.ts';

const MINUTE = 60_000;

test('a number that may begin no chats goes on answering, and begins none for an hour', () => {
  let now = 0;
  const breaker = new Breaker(() => now);
  expect([breaker.answersOnly, breaker.trouble()]).toEqual([false, undefined]);
  expect(breaker.refused(463)).toEqual({ kind: 'rejected', code: 463 });
  expect([breaker.rest(), breaker.answersOnly, breaker.trouble()]).toEqual([0, true, 'refused 463']);
  now += 59 * MINUTE;
  breaker.taken();
  expect(breaker.answersOnly).toBe(true);
  now += 2 * MINUTE;
  expect([breaker.answersOnly, breaker.trouble()]).toEqual([false, undefined]);
});

test('too fast, or banned: everything waits, each time twice as long, until a message is taken', () => {
  let now = 0;
  const breaker = new Breaker(() => now);
  const waits = (code: number): number => {
    const outcome = breaker.refused(code);
    if (outcome.kind !== 'retry') throw new Error(outcome.kind);
    expect(outcome.everybody).toBe(true);
    expect(breaker.rest()).toBe(outcome.waitMs);
    now += outcome.waitMs;
    expect(breaker.rest()).toBe(0);
    return outcome.waitMs / MINUTE;
  };
  expect([waits(429), waits(429), waits(429), waits(403), waits(403)]).toEqual([1, 2, 4, 60, 60]);
  breaker.taken();
  expect([waits(403), waits(403)]).toEqual([10, 20]);
});
