/** Linking a number that does not go as it should: no network, a connection that breaks, somebody who gives up. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Deployment } from './deployment.ts';

let at: Deployment;
beforeEach(async () => {
  at = await Deployment.open();
});
afterEach(() => at.close());

test('without a network it says so once, tries again, and links the number when there is one', async () => {
  await at.whatsapp.answerUpgrades(503);
  const pairing = at.command('pair', '--raw');
  await at.whatsapp.turnedAway(3);
  expect(pairing.errors.match(/HTTP 503/g)).toHaveLength(1);
  await at.whatsapp.answerUpgrades(undefined);
  await at.whatsapp.scan(await pairing.says('http'));
  expect((await pairing.ended).code).toBe(0);
  at.start();
  await at.whatsapp.online();
});

test('a code that was not typed leaves nothing behind: the next connection has its own, and so has the next try', async () => {
  const pairing = at.command('pair', '+6281100000001');
  const first = await pairing.says('Kode: ');
  await at.whatsapp.drop();
  const codes = (): string[] => pairing.lines.filter((line) => line.startsWith('Kode: '));
  await expect.poll(() => codes().length, { timeout: 60_000 }).toBe(2);
  expect(codes()[1]).not.toBe(first);
  pairing.process.kill('SIGINT');
  expect((await pairing.ended).code).toBe(1);
  expect(pairing.errors).toContain('belum tertaut');

  await at.pair();
  at.start();
  await at.whatsapp.online();
});

test('whom WhatsApp does not let in is told why, at once', async () => {
  await at.whatsapp.rejectLogin(405);
  const pairing = at.command('pair', '--raw');
  await at.whatsapp.scan(await pairing.says('http'));
  expect((await pairing.ended).code).toBe(1);
  expect(pairing.errors).toContain('405');
});
