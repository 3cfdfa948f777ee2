/**
 * Two bots remind two thousand people together, at a Telegram that enforces its limit; they are killed in the middle of it,
 * and people write to them meanwhile. Nobody is told anything twice.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type BotHandle, startBotApi } from '../support/bot-api/client.ts';
import { AT_ONCE, enrolReminded } from '../support/reminding.ts';
import { Bot, eventually, freePort } from './bot.ts';
import { chance } from './kills.ts';
import { keys, postgresStore, type Store } from './store.ts';

const RECIPIENTS = 2000;
const PER_SECOND = 200;
/** Telegram's, as far above the rate as a busy machine of tests needs: what comes late comes together. */
const LIMIT = 400;
const KILLS = 5;
/** A process has two handfuls out at most, each of a quarter of a second: so many a kill may leave unknown. */
const UNKNOWN_AT_MOST = 2 * Math.ceil(PER_SECOND / 4);

interface House {
  readonly store: Store;
  readonly telegram: BotHandle;
  readonly chats: readonly number[];
  readonly bots: readonly [Bot, Bot];
}

async function house(): Promise<House> {
  const store = await postgresStore();
  onTestFinished(store.drop);
  const api = await startBotApi();
  onTestFinished(() => api.stop());
  const telegram = await api.bot();
  await telegram.limit(LIMIT, LIMIT);
  const chats = await telegram.people(RECIPIENTS);
  await store.look(({ db }) => enrolReminded(db, keys, chats));
  const bot = async (): Promise<Bot> => {
    const one = new Bot({
      ...store.settings,
      ...AT_ONCE,
      PORT: String(await freePort()),
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.root,
      TELEGRAM_REMINDERS_PER_SECOND: String(PER_SECOND),
      TELEGRAM_PAID_BROADCAST: 'on',
      SIMULATOR: 'off',
    });
    onTestFinished(() => one.clear());
    return one;
  };
  return { store, telegram, chats, bots: [await bot(), await bot()] };
}

const heardBy = async ({ telegram }: House): Promise<number> =>
  [...(await telegram.heard()).values()].reduce((sum, count) => sum + count, 0);

/** Resolves when so many reminders were heard. */
const heard = (one: House, count: number): Promise<true> =>
  eventually(async () => ((await heardBy(one)) >= count ? true : undefined), `reminder ${count}`);

/** Resolves when no reminder is in this state any more. */
const none = ({ store }: House, state: string): Promise<true> =>
  eventually(async () => {
    const [all, left] = await store.look(({ db }) =>
      Promise.all([db.reminder.count(), db.reminder.count({ where: { state } })]),
    );
    return all > 0 && left === 0 ? true : undefined;
  }, `the last that is ${state}`);

/** By state of what was planned, how often its people were told. */
async function toldByState({ store, telegram }: House): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await store.look(
    ({ db }) => db.$queryRaw<{ state: string; person: string }[]>`SELECT state, person FROM reminder`,
  );
  const counts = await telegram.heard();
  const told = new Map<string, number[]>();
  for (const { state, person } of rows) {
    told.set(state, [...(told.get(state) ?? []), counts.get(Number(person.split(' ')[1])) ?? 0]);
  }
  return told;
}

test('two bots that are killed five times tell nobody twice, and leave unknown no more than was on its way', async () => {
  const one = await house();
  const { draw } = chance();
  for (const bot of one.bots) bot.start();
  let killed = 0;
  for (let n = 0; n < KILLS; n += 1) {
    await heard(one, (n * RECIPIENTS) / (KILLS + 1) + 1 + draw(RECIPIENTS / (KILLS + 1)));
    // Both, so that whoever sends is hit; or one, and the other goes on.
    const victims = n % 2 === 0 ? one.bots : [one.bots[draw(2) === 0 ? 0 : 1]];
    await Promise.all(victims.map((bot) => bot.end('SIGKILL')));
    for (const bot of victims) bot.start();
    killed += victims.length;
  }
  expect(await heardBy(one)).toBeLessThan(RECIPIENTS);
  await none(one, 'planned');
  for (const bot of one.bots) {
    await bot.processes.at(-1)?.says('Halaman');
    await bot.end('SIGTERM');
  }

  // What was killed must be gone by a time, which is taken as past; the next start says so of it.
  await one.store.look(
    ({ db }) => db.$executeRaw`UPDATE reminder SET until = clock_timestamp() WHERE until IS NOT NULL`,
  );
  await one.bots[0].startUp();
  await none(one, 'sending');
  await one.bots[0].end('SIGTERM');

  const { sent = [], unknown = [], ...others } = Object.fromEntries(await toldByState(one));
  expect(others).toEqual({});
  expect(sent.length + unknown.length).toBe(RECIPIENTS);
  expect(sent.filter((count) => count !== 1)).toEqual([]);
  expect(unknown.filter((count) => count > 1)).toEqual([]);
  expect(unknown.length).toBeGreaterThan(0);
  expect(unknown.length).toBeLessThanOrEqual(killed * UNKNOWN_AT_MOST);
});

test('two bots tell everybody once, and whoever writes meanwhile is answered', async () => {
  const one = await house();
  const talkers = await Promise.all(Array.from({ length: 10 }, () => one.telegram.person('id')));
  await Promise.all(one.bots.map((bot) => bot.startUp()));
  await heard(one, 1);
  const ended = none(one, 'planned').then(() => none(one, 'sending'));
  let isRunning = true;
  void ended.finally(() => {
    isRunning = false;
  });
  let said = 0;
  for (; isRunning; said += 1) {
    await talkers[said % talkers.length]?.says('/bantuan');
    await pause(200);
  }
  await ended;
  expect(said).toBeGreaterThan(talkers.length);
  const talkerChats = new Set(talkers.map(({ chat }) => chat));
  const answered = async (): Promise<number> =>
    [...(await one.telegram.heard())].reduce((sum, [chat, count]) => sum + (talkerChats.has(chat) ? count : 0), 0);
  await eventually(async () => ((await answered()) >= said ? true : undefined), `answer ${said}`);
  await Promise.all(one.bots.map((bot) => bot.end('SIGTERM')));

  const { sent = [], ...others } = Object.fromEntries(await toldByState(one));
  expect(others).toEqual({});
  expect(sent).toEqual(Array(RECIPIENTS).fill(1));
  expect(await one.telegram.refusals()).toEqual([]);
  expect(await answered()).toBe(said);
});
