/** What the bot writes when things go wrong names nobody: not its log, nor what libraries and Node say by themselves. */
import { expect, test } from 'vitest';
import { leaks } from './leaks.ts';
import { allDone, behindAGate, byPolling, byWebhook, expectAllOnce, type Rig, rig } from './rig.ts';
import { nameOf, pgliteStore, postgresStore } from './store.ts';

const PEOPLE = 20;
const MIDDLE = 5 * PEOPLE;

/** Everything that is known of somebody, as an error of a library would quote it. */
const quoting = ({ crowd: { guests } }: Rig, n: number): string => {
  const { nip, phone, chat } = guests[n] ?? {};
  return `cannot write to ${chat} (${nameOf(n)}, ${phone}, ${nip})`;
};

/** Telegram refuses something to everybody, and says whom it is about. */
async function refuseEverybodyOnce(house: Rig): Promise<void> {
  const { guests, bot } = house.crowd;
  for (const [n, { chat }] of guests.entries()) {
    const description = `Internal Server Error: ${quoting(house, n)}`;
    const fault = (
      [
        { how: 'error', code: 500, description },
        { how: 'garbage', status: 502, body: `<html>${description}</html>` },
        { how: 'drop', carriedOut: true },
      ] as const
    )[n % 3];
    if (fault) await bot.fault({ fault, chat, times: 1 });
  }
}

test.each([
  ['webhook', byWebhook],
  ['polling', byPolling],
] as const)('by %s: refusals that quote people, broken connections, a kill', async (_, how) => {
  const house = await rig(postgresStore, PEOPLE);
  const { gate, one } = await behindAGate(house, how);
  await one.startUp();
  house.crowd.begin();
  await house.crowd.until(({ heard }) => heard >= PEOPLE);
  await refuseEverybodyOnce(house);
  await house.crowd.until(({ heard }) => heard >= MIDDLE);
  gate.cut();
  await house.crowd.until(({ heard }) => heard >= MIDDLE + PEOPLE);
  await one.end('SIGKILL');
  await one.startUp();
  await house.crowd.finish();
  await allDone(house);
  await one.end('SIGTERM');
  expect(one.output).toContain('a database connection was lost');
  await expectAllOnce(house);
});

test.each(['call', 'promise'])('a fault in a %s that nobody caught ends it without its message', async (where) => {
  const house = await rig(pgliteStore, 1);
  const words = `${quoting(house, 0)}\n    at ${quoting(house, 0)}`;
  const late = new URL('../support/late-fault/main.ts', import.meta.url).href;
  const bot = await house.bot(() => ({
    NODE_OPTIONS: `${process.env['NODE_OPTIONS']} --import=${late}`,
    LATE_FAULT: words,
    LATE_FAULT_OF: where,
  }));
  const { process: running, ended } = await bot.startUp();
  running.kill('SIGUSR2');
  expect(await ended).toEqual({ code: 1, signal: null });
  expect(bot.output).toContain('an unexpected fault ends the process');
  expect(leaks([bot], house.crowd)).toEqual([]);
});
