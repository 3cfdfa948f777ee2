/** Places at which reminders go out, in a process that stands still for a while. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Traffic } from '../../../src/conversation/traffic.ts';
import { Spacing } from '../../../src/jobs/reminders/spacing.ts';

const GAP = 50;
const COUNT = 8;
const STANDSTILL_MS = 4 * GAP;

const spacing = (stopping = new AbortController().signal): Spacing =>
  new Spacing({
    channel: 'telegram',
    traffic: new Traffic(),
    wait: (ms) => pause(Math.max(0, ms)),
    stopping,
    steppedBack: async () => undefined,
  });

function standStill(): void {
  for (const until = performance.now() + STANDSTILL_MS; performance.now() < until; );
}

test('what was missed is not made up for beside the places of another process', async () => {
  const first = performance.now();
  const at: number[] = [];
  for await (const _ of spacing().places({ first, count: COUNT, gap: GAP, patience: 60_000 })) {
    at.push(performance.now());
    if (at.length === 2) standStill();
  }
  // A place that is late by less than a gap is not missed yet.
  expect(at.length).toBeLessThanOrEqual(COUNT - STANDSTILL_MS / GAP + 1);
  expect(at.length).toBeGreaterThan(0);
});

test('where only chance wants them, none is missed', async () => {
  let count = 0;
  for await (const _ of spacing().places({ first: performance.now(), count: COUNT, gap: 0, patience: 60_000 })) {
    count += 1;
    if (count === 2) standStill();
  }
  expect(count).toBe(COUNT);
});
