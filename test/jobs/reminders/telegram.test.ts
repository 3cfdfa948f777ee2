/** Reminders through grammY: what a Telegram in trouble, and people who block the bot, make of them. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cachedCalendar } from '../../../src/conversation/calendar.ts';
import { contactKey } from '../../../src/conversation/chat.ts';
import { Holds } from '../../../src/conversation/holds.ts';
import type { Traffic } from '../../../src/conversation/traffic.ts';
import { ReminderSender } from '../../../src/jobs/reminders/send.ts';
import { createLog } from '../../../src/log.ts';
import { listDocuments } from '../../../src/storage/documents.ts';
import { listElections } from '../../../src/storage/elections.ts';
import { planReminders } from '../../../src/storage/reminders/calendar.ts';
import { openBudget } from '../../../src/storage/reminders/claiming.ts';
import { DatabaseClock } from '../../../src/storage/reminders/clock.ts';
import { pauseRuns, resumeRuns } from '../../../src/storage/reminders/pausing.ts';
import { byPolling } from '../../channels/telegram/open.ts';
import { type BotApiProcess, type BotHandle, startBotApi } from '../../support/bot-api/client.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { enrolReminded } from '../../support/reminding.ts';
import { emptyDatabase } from '../../support/roster.ts';
import { calendarOf, keys, service } from '../../support/shell.ts';

const DAY_LONG = { from: '00:00', until: '23:59', spreadMinutes: 0 };
/** One is taken at a time. */
const PACE = { perSecond: 20, burst: 100, manner: 'evenly', tick: [50, 50] } as const;

let api: BotApiProcess;
let database: TestDatabase;
let bot: BotHandle;
let chats: readonly number[];
let sender: ReminderSender;
let traffic: Traffic;
/** How often it was looked what time it is. */
let looks = 0;
beforeAll(async () => {
  [api, database] = await Promise.all([startBotApi(), testDatabase()]);
});
afterAll(async () => {
  await api.stop();
  await database.close();
});
beforeEach(async () => {
  const { db } = database;
  await emptyDatabase(db);
  await openBudget(db, 'telegram');
  bot = await api.bot();
  chats = await bot.people(3);
  await enrolReminded(db, keys, chats);
  const { channel } = await byPolling(api, { bot });
  const { unasked, ...house } = service(db, calendarOf(), Date.now, channel);
  traffic = house.traffic;
  const log = createLog('silent');
  const known = new DatabaseClock(db);
  const ask = (): Promise<number> => {
    looks += 1;
    return known.ask();
  };
  const clock = { ask, now: () => known.now() };
  const calendar = cachedCalendar({ elections: () => listElections(db), documents: () => listDocuments(db) });
  const also = {
    calendar,
    replan: async () => 0,
    clock,
    log,
    holds: new Holds({ db, traffic, log }),
  };
  sender = new ReminderSender({ db, keys, unasked, traffic, ...also }, channel, PACE);
  await planReminders(db, await listElections(db), DAY_LONG, Date.now());
});

async function sends(): Promise<void> {
  const [tick] = PACE.tick;
  await sender.sendSome(tick);
  await sender.settle();
}

/** What became of all, `sent 3`. */
async function states(): Promise<readonly string[]> {
  const rows = await database.db.reminder.groupBy({ by: ['state'], _count: true, orderBy: { state: 'asc' } });
  return rows.map(({ state, _count }) => `${state} ${_count}`);
}
const heard = async (): Promise<readonly number[]> => [...(await bot.heard()).values()].filter((count) => count > 0);

test('after an error of its server nobody asks it for a while, in all processes; then the others are told', async () => {
  const fault = { how: 'error', code: 500, description: 'Internal Server Error' } as const;
  await bot.fault({ fault, methods: ['sendMessage'], times: 1 });
  // A process that was late for its place has given it back, and takes it again.
  await expect.poll(() => sends().then(states)).toEqual(['planned 2', 'unknown 1']);
  const held = (await database.db.budget.findFirst())?.heldUntil.getTime() ?? Number.NaN;
  // What may have arrived is not sent again.
  await expect.poll(async () => sends().then(states), { timeout: 60_000 }).toEqual(['sent 2', 'unknown 1']);
  expect(await heard()).toEqual([1, 1]);
  const [first = 0, ...others] = (await bot.calls('sendMessage')).map(({ at }) => at);
  expect(held).toBeGreaterThan(first);
  expect(Math.min(...others)).toBeGreaterThanOrEqual(held);
  expect(others).toHaveLength(2);
});

test('a pause that Telegram asks for is kept, and everybody is told once', async () => {
  const fault = { how: 'error', code: 429, description: 'Too Many Requests: retry after 2', retryAfter: 2 } as const;
  await bot.fault({ fault, methods: ['sendMessage'], times: 1 });
  await expect.poll(async () => sends().then(states), { timeout: 60_000 }).toEqual(['sent 3']);
  expect([await heard(), (await bot.refusals()).length, await bot.early()]).toEqual([[1, 1, 1], 1, 0]);
});

test('who blocked the bot after the plan is left alone from then on, and the others are told', async () => {
  const [first = 0] = chats;
  await bot.tell('blocks', { chat: first, blocked: true });
  await expect.poll(async () => sends().then(states)).toEqual(['blocked 1', 'sent 2']);
  const key = new Uint8Array(contactKey(keys, { channel: 'telegram', id: String(first) }));
  const contact = await database.db.contact.findUnique({ where: { key } });
  expect(contact).toMatchObject({ reminders: false, addressSealed: null });
  expect(contact?.blockedOn).not.toBeNull();
  expect(await heard()).toEqual([1, 1]);
});

test('everybody reads what the day says, and the point for it of the ikrar that they confirmed', async () => {
  await expect.poll(async () => sends().then(states)).toEqual(['sent 3']);
  const read = (await bot.calls('sendMessage')).map(({ params }) => String(params['text']));
  expect(read).toEqual(Array(3).fill(expect.stringMatching(/^<b>Masa tenang .*butir 1<\/b>\nMenjaga .*\n\nBila /s)));
});

test('a process that had nothing to send takes part as soon as it answers somebody: else its answers are in nobody’s way', async () => {
  const { db } = database;
  const runs = (await db.reminderRun.findMany()).map(({ id }) => id);
  await pauseRuns(db, runs);
  looks = 0;
  sender.start();
  await expect.poll(() => looks).toBe(1);
  await resumeRuns(db, runs);
  traffic.answered('telegram');
  // It would look again only in a quarter of a minute.
  await expect.poll(states, { timeout: 10_000 }).toEqual(['sent 3']);
  await sender.stop();
});
