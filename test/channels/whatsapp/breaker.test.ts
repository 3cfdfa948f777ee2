import { expect, test } from 'vitest';
import { Breaker } from '../../../src/channels/whatsapp/breaker.ts';

const MINUTE = 60_000;
const CHAT = '222@lid';

test('a number that may begin no chats goes on answering, and begins none for an hour', () => {
  let now = 0;
  const breaker = new Breaker(() => now);
  expect([breaker.answersOnly, breaker.trouble()]).toEqual([false, undefined]);
  expect(breaker.refused(463, CHAT)).toEqual({ kind: 'owed', code: 463 });
  expect([breaker.rest(), breaker.answersOnly, breaker.trouble()]).toEqual([0, true, 'refused 463']);
  now += 59 * MINUTE;
  breaker.taken(CHAT);
  expect(breaker.answersOnly).toBe(true);
  now += 2 * MINUTE;
  expect([breaker.answersOnly, breaker.trouble()]).toEqual([false, undefined]);
});

test.each([
  [429, 1],
  [403, 10],
])(
  'refused with %s: reminders rest at once, others are answered, and that answer waits for %s minutes',
  (code, minutes) => {
    const breaker = new Breaker(() => 0);
    expect(breaker.refused(code, CHAT)).toEqual({ kind: 'retry', waitMs: minutes * MINUTE, everybody: false });
    expect([breaker.rest(), breaker.answersOnly, breaker.trouble()]).toEqual([0, true, `refused ${code}`]);
  },
);

test('refused again before anything was taken: answers wait too, each time twice as long, until a message is taken', () => {
  let now = 0;
  const breaker = new Breaker(() => now);
  const waits = (code: number): number => {
    const outcome = breaker.refused(code, CHAT);
    if (outcome.kind !== 'retry') throw new Error(outcome.kind);
    expect([outcome.everybody, outcome.everywhere]).toEqual([true, true]);
    expect(breaker.rest()).toBe(outcome.waitMs);
    now += outcome.waitMs;
    expect(breaker.rest()).toBe(0);
    return outcome.waitMs / MINUTE;
  };
  breaker.refused(429, 'another@lid');
  expect([waits(429), waits(429), waits(429), waits(403), waits(403)]).toEqual([1, 2, 4, 60, 60]);
  breaker.taken(CHAT);
  breaker.refused(429, CHAT);
  expect([waits(403), waits(403)]).toEqual([10, 20]);
});

test('restricted again and again, answers wait too, until the pause is over and one is taken', () => {
  let now = 0;
  const breaker = new Breaker(() => now);
  expect([1, 2].map(() => breaker.refused(463, CHAT).kind)).toEqual(['owed', 'owed']);
  expect(breaker.refused(463, CHAT)).toEqual({ kind: 'owed', code: 463, waitMs: 10 * MINUTE });
  expect(breaker.rest()).toBe(10 * MINUTE);
  now += 10 * MINUTE;
  expect(breaker.refused(463, CHAT)).toEqual({ kind: 'owed', code: 463, waitMs: 20 * MINUTE });
  now += 20 * MINUTE;
  breaker.taken(CHAT);
  expect(breaker.refused(463, CHAT)).toEqual({ kind: 'owed', code: 463 });
});

test('what the server could not do is tried again, for that person alone, and reminders go on', () => {
  const breaker = new Breaker(() => 0);
  const waits = (code: number) => {
    const outcome = breaker.refused(code, CHAT);
    return outcome.kind === 'retry' && !outcome.everybody ? outcome.waitMs / 1000 : outcome.kind;
  };
  expect(Array.from({ length: 8 }, () => waits(500))).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  breaker.taken(CHAT);
  expect(Array.from({ length: 8 }, () => waits(479))).toEqual([2, 4, 8, 16, 32, 60, 'rejected', 2]);
  expect([breaker.rest(), breaker.answersOnly, breaker.trouble()]).toEqual([0, false, undefined]);
});

test('what was under way as everything stopped, and is refused as well, makes the pause neither longer nor shorter', () => {
  let now = 0;
  const breaker = new Breaker(() => now);
  for (const chat of ['1@lid', '2@lid', '3@lid']) breaker.refused(463, chat);
  now += MINUTE;
  for (const chat of ['4@lid', '5@lid']) {
    expect(breaker.refused(463, chat)).toEqual({ kind: 'owed', code: 463, waitMs: 9 * MINUTE });
    expect(breaker.refused(429, chat)).toMatchObject({ kind: 'retry', waitMs: 9 * MINUTE, everybody: true });
  }
  expect(breaker.rest()).toBe(9 * MINUTE);
  now += 9 * MINUTE;
  expect(breaker.refused(463, CHAT)).toEqual({ kind: 'owed', code: 463, waitMs: 20 * MINUTE });
});

test('refusals that come late, each after its message was taken, stop everything when there are several', () => {
  let now = 0;
  const breaker = new Breaker(() => now);
  const comesLate = (): number => {
    breaker.taken(CHAT);
    breaker.refusedLate(403);
    return breaker.rest() / MINUTE;
  };
  expect(comesLate()).toBe(0);
  now += 9 * MINUTE;
  expect(comesLate()).toBe(10);
  now += 60 * MINUTE;
  expect(comesLate()).toBe(0);
});

test('what is refused for its own sake stops nothing', () => {
  const breaker = new Breaker(() => 0);
  for (let n = 0; n < 5; n += 1) expect(breaker.refused(400, CHAT)).toEqual({ kind: 'rejected', code: 400 });
  expect([breaker.rest(), breaker.answersOnly, breaker.trouble()]).toEqual([0, false, undefined]);
});

test('a refusal that comes late counts as well', () => {
  const breaker = new Breaker(() => 0);
  breaker.refusedLate(479);
  expect(breaker.trouble()).toBeUndefined();
  breaker.refusedLate(429);
  expect([breaker.rest(), breaker.trouble()]).toEqual([0, 'refused 429']);
  breaker.refusedLate(429);
  expect([breaker.rest(), breaker.trouble()]).toEqual([MINUTE, 'refused 429']);
});
