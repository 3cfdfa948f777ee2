/** Pauses last as long as was said, whoever sets the clock of the machine meanwhile. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Gate } from '../../src/channels/telegram/gate.ts';
import { Breaker } from '../../src/channels/whatsapp/breaker.ts';
import { Traffic } from '../../src/conversation/traffic.ts';

const PAUSE_MS = 60_000;
const HOUR = 3_600_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

function setBack(): void {
  vi.setSystemTime(Date.now() - HOUR);
}

test('of a whole channel', () => {
  const traffic = new Traffic();
  traffic.hold('telegram', PAUSE_MS);
  setBack();
  expect(traffic.rest('telegram')).toBeLessThanOrEqual(PAUSE_MS);
});

test('of a bot', () => {
  const gate = new Gate();
  gate.close(PAUSE_MS);
  setBack();
  expect(gate.rest()).toBeLessThanOrEqual(PAUSE_MS);
});

test('of a number', () => {
  const breaker = new Breaker();
  breaker.refused(429, 'chat');
  setBack();
  expect(breaker.rest()).toBeLessThanOrEqual(PAUSE_MS);
});
