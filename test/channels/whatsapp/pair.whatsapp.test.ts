/** Linking a number that does not go as it should: no network, a connection that breaks, somebody who gives up. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../../src/storage/db.ts';
import { endLeases } from '../../../src/storage/lease.ts';
import { WHATSAPP_LEASE } from '../../../src/storage/whatsapp-owner.ts';
import { Deployment } from './deployment.ts';
import { readDrawnQr } from './drawn-qr.ts';

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

test('a phone reads the QR that stands in the terminal of a service without a number', async () => {
  const bot = at.start({}, 'terminal');
  await bot.says('█');
  await at.whatsapp.scan(await readDrawnQr(bot));
  await at.whatsapp.online();
});

test('a phone reads the QR that the command draws', async () => {
  const pairing = at.command('pair');
  await at.whatsapp.scan(await readDrawnQr(pairing));
  expect((await pairing.ended).code).toBe(0);
});

/** Waits until the lease of the number would have ended that is held now. @returns whether it is held all the same */
async function isHeldOn({ folder }: Deployment): Promise<boolean> {
  const { db, close } = await openDatabase({ dataDir: join(folder, 'data'), role: 'command' });
  const looked = async (since: string | null): Promise<{ until: string; over: boolean; held: boolean } | undefined> =>
    (
      await db.$queryRaw<{ until: string; over: boolean; held: boolean }[]>`
        SELECT until::text AS until, clock_timestamp() > ${since}::timestamptz AS over, until > clock_timestamp() AS held
        FROM lease WHERE name = ${WHATSAPP_LEASE}`
    )[0];
  const now = await looked(null);
  await expect
    .poll(async () => (await looked(now?.until ?? null))?.over, { timeout: 30_000, interval: 200 })
    .toBe(true);
  const { held = false } = (await looked(null)) ?? {};
  await close();
  return held;
}

test('whoever takes longer to scan than the number is held at a time links it all the same', async () => {
  const bot = at.start();
  await bot.says('Halaman');
  const pairing = at.command('pair', '--raw');
  const qr = await pairing.says('http');
  expect(await isHeldOn(at)).toBe(true);
  await at.whatsapp.scan(qr);
  expect((await pairing.ended).code, pairing.errors).toBe(0);
  await at.whatsapp.online();
});

/** As if so much time had passed: the killed process holds nothing any more. */
async function pastLeases({ folder }: Deployment): Promise<void> {
  const database = await openDatabase({ dataDir: join(folder, 'data'), role: 'command' });
  await endLeases(database.db);
  await database.close();
}

test('a code that was not typed leaves nothing behind, nor does who is killed: the next connection has its own, and so has the next try', async () => {
  const pairing = at.command('pair', '+6281100000001');
  const first = await pairing.says('Kode: ');
  await at.whatsapp.drop();
  const codes = (): string[] => pairing.lines.filter((line) => line.startsWith('Kode: '));
  await expect.poll(() => codes().length, { timeout: 60_000 }).toBe(2);
  expect(codes()[1]).not.toBe(first);
  pairing.process.kill('SIGINT');
  expect((await pairing.ended).code).toBe(1);
  expect(pairing.errors).toContain('belum tertaut');

  const killed = at.command('pair', '+6281100000001');
  await killed.says('Kode: ');
  killed.process.kill('SIGKILL');
  await killed.ended;
  const scanned = at.command('pair', '--raw');
  await at.whatsapp.scan(await scanned.says('http'));
  await at.whatsapp.paired();
  scanned.process.kill('SIGKILL');
  await scanned.ended;
  await pastLeases(at);

  // From the answer on that the phone waits for, nobody needs to link it again.
  const last = at.command('pair', '--raw');
  expect([(await last.ended).code, last.lines]).toEqual([0, []]);
  expect(last.errors).toContain('sudah tertaut sebelumnya');
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
