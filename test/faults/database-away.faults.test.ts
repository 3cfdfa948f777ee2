/** The database goes away under way and comes back: nobody is told that something is done that is not, and nothing is lost. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Bot, eventually, type Settings } from './bot.ts';
import type { Gate } from './gate.ts';
import { chance } from './kills.ts';
import { behindAGate, byPolling, byWebhook, expectAllOnce, type Rig, rig } from './rig.ts';
import { postgresStore } from './store.ts';

const PEOPLE = 40;
const MIDDLE = 5 * PEOPLE;

/** A bot that reaches its database through a gate, the people in the middle of their pledges. */
async function inTheMiddle(how: (url: string) => Settings): Promise<{ house: Rig; gate: Gate; one: Bot }> {
  const house = await rig(postgresStore, PEOPLE);
  const { gate, one } = await behindAGate(house, how);
  await one.startUp();
  house.crowd.begin();
  await house.crowd.until(({ heard }) => heard >= MIDDLE);
  return { house, gate, one };
}

const line = z.object({ level: z.number(), msg: z.string() });
const WARN = 40;

/** What the log says is wrong, in order. */
const troubles = ({ output }: Bot): readonly string[] =>
  output
    .split('\n')
    .flatMap((text) => (text.startsWith('{') ? line.parse(JSON.parse(text)) : []))
    .flatMap(({ level, msg }) => (level >= WARN ? msg : []));

/** However many wrote meanwhile. */
async function expectToldOnce(bot: Bot): Promise<void> {
  const end = 'the database answers again';
  await eventually(async () => (troubles(bot).includes(end) ? true : undefined), end);
  expect(troubles(bot)).toEqual([
    'the database is away: what that hinders is tried again, and told in one line when it answers',
    end,
  ]);
}

const status = async (bot: Bot, path: string): Promise<number> => (await fetch(bot.url + path)).status;

test('by webhook it refuses what it cannot write, says that it is not ready, and answers everybody afterwards', async () => {
  const { house, gate, one } = await inTheMiddle(byWebhook);
  const { crowd } = house;
  expect(await status(one, '/readyz')).toBe(200);
  await gate.shut();
  await eventually(async () => ((await status(one, '/readyz')) === 503 ? true : undefined), '503 of /readyz');
  expect(await status(one, '/healthz')).toBe(200);
  const refused = await eventually(async () => {
    const latest = [await crowd.bot.tell('deliveries')].flat().slice(-PEOPLE);
    return latest.length > 0 && latest.every((code) => code === 503) ? latest : undefined;
  }, 'nothing but 503 to Telegram');
  expect(refused).toHaveLength(PEOPLE);
  expect(await crowd.bot.waiting()).not.toEqual([]);

  await gate.open();
  await crowd.finish();
  await eventually(async () => ((await status(one, '/readyz')) === 200 ? true : undefined), '200 of /readyz');
  await expectToldOnce(one);
  await one.end('SIGTERM');
  await expectAllOnce(house);
});

test('by polling it confirms nothing to Telegram that it could not write, and answers everybody afterwards', async () => {
  const { house, gate, one } = await inTheMiddle(byPolling);
  const { crowd } = house;
  await gate.shut();
  const failures = (): number => one.output.split('telegram turn failed').length - 1;
  await eventually(async () => (failures() > PEOPLE ? true : undefined), 'a turn that fails');
  const unwritten = await crowd.bot.waiting();
  expect(unwritten).not.toEqual([]);
  const enough = failures() + PEOPLE;
  await eventually(async () => (failures() > enough ? true : undefined), 'another try');
  expect(await crowd.bot.waiting()).toEqual(expect.arrayContaining([...unwritten]));
  expect(await status(one, '/readyz')).toBe(503);
  expect(await status(one, '/healthz')).toBe(200);

  await gate.open();
  await crowd.finish();
  await expectToldOnce(one);
  await one.end('SIGTERM');
  await expectAllOnce(house);
});

test.each([
  ['webhook', byWebhook],
  ['polling', byPolling],
] as const)('by %s its connections break again and again, also while it commits', async (_, how) => {
  const { seed, draw } = chance();
  const house = await rig(postgresStore, PEOPLE, seed);
  const { gate, one } = await behindAGate(house, how);
  await one.startUp();
  house.crowd.begin();
  for (let n = 0; n < 20; n += 1) {
    const enough = house.crowd.progress.heard + 1 + draw(PEOPLE / 2);
    await house.crowd.until(({ heard, finished }) => heard >= enough || finished === PEOPLE);
    gate.cut();
  }
  await house.crowd.finish();
  await one.end('SIGTERM');
  await expectAllOnce(house);
});

test('it stops in order while the database is away', async () => {
  const { house, gate, one } = await inTheMiddle(byWebhook);
  const { crowd } = house;
  await gate.shut();
  await one.end('SIGTERM');
  await gate.open();
  await one.startUp();
  await crowd.finish();
  await one.end('SIGTERM');
  await expectAllOnce(house);
});

test('it does not start without its database, and says so in a line', async () => {
  const house = await rig(postgresStore, 1);
  const { gate, one } = await behindAGate(house, byPolling);
  await gate.shut();
  const child = one.start();
  expect(await child.ended).toEqual({ code: 1, signal: null });
  expect(child.lines).toEqual([]);
  expect(child.errors.trim().split('\n')).toEqual([expect.stringContaining('Basis data tidak dapat dibuka')]);
});
