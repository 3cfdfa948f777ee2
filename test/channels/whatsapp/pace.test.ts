import { expect, test } from 'vitest';
import { Pace } from '../../../src/channels/whatsapp/pace.ts';

test('one chat waits for itself, and all for the number alone, never in step', () => {
  let now = 1000;
  const pace = new Pace(
    { chat: 400, number: 50 },
    () => now,
    () => 0.5,
  );
  expect([pace.takeOfChat('a'), pace.takeOfChat('a'), pace.takeOfChat('b')]).toEqual([0, 600, 0]);
  expect([pace.takeOfNumber(), pace.takeOfNumber(), pace.takeOfNumber()]).toEqual([0, 75, 150]);
  now += 5000;
  expect([pace.takeOfChat('a'), pace.takeOfNumber(), pace.takeOfNumber()]).toEqual([0, 0, 75]);
});

test('what is past is forgotten, and what is to come is not', () => {
  let now = 0;
  const pace = new Pace(
    { chat: 400, number: 0 },
    () => now,
    () => 0,
  );
  for (let n = 0; n < 3000; n += 1) pace.takeOfChat(`early-${n}`);
  now = 300;
  expect(pace.takeOfChat('early-7')).toBe(100);
  now = 10_000;
  for (let n = 0; n < 10; n += 1) pace.takeOfChat(`late-${n}`);
  expect(pace.takeOfChat('late-3')).toBe(400);
});
