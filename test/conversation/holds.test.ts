/** A pause that the platform asks the whole bot for: every process keeps it, with its answers too. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Address, type Channel, SendError } from '../../src/channels/channel.ts';
import { heldChannels } from '../../src/storage/holds.ts';
import { byPolling } from '../channels/telegram/open.ts';
import { type BotApiProcess, startBotApi } from '../support/bot-api/client.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { emptyDatabase, fillDatabase } from '../support/roster.ts';
import { calendarOf, Postbox, type Service, service } from '../support/shell.ts';

let api: BotApiProcess;
let database: TestDatabase;
const services: Service[] = [];
let messages = 0;
beforeAll(async () => {
  api = await startBotApi();
  database = await testDatabase();
});
beforeEach(async () => {
  await emptyDatabase(database.db);
  await fillDatabase(database.db);
});
afterEach(async () => {
  for (const one of services.splice(0)) await one.delivery.stop(0);
});
afterAll(async () => {
  await api.stop();
  await database.close();
});

/** One process of several over the database. */
function processOf(channel: Channel): Service {
  const one = service(database.db, calendarOf(), Date.now, channel);
  services.push(one);
  return one;
}

const asks = ({ turns }: Service, address: Address): Promise<void> =>
  turns.receive({ address, messageId: `hold ${++messages}`, act: { kind: 'text', text: '/bantuan' } });

const held = (): Promise<readonly { channel: string }[]> => heldChannels(database.db);

test('what one process was told, another keeps without asking', { timeout: 60_000 }, async () => {
  const bot = await api.bot();
  const people = [await bot.person(), await bot.person()] as const;
  const [first, second] = [
    processOf((await byPolling(api, { bot })).channel),
    processOf((await byPolling(api, { bot })).channel),
  ];
  const fault = { how: 'error', code: 429, description: 'Too Many Requests: retry after 4', retryAfter: 4 } as const;
  await bot.fault({ fault, times: 1, methods: ['sendMessage'] });
  await asks(first, people[0].address);
  await expect.poll(held).toMatchObject([{ channel: 'telegram' }]);
  await second.delivery.sweep();
  await asks(second, people[1].address);
  await Promise.all([first.quiet(), second.quiet()]);
  expect(await bot.refusals()).toHaveLength(1);
  expect(await bot.early()).toBe(0);
  expect([...(await bot.heard()).values()]).toEqual([1, 1]);
});

const refused = (also: { everywhere?: true }): Postbox => {
  const box = new Postbox();
  box.beforeSend = () => {
    throw new SendError({ kind: 'retry', waitMs: 60_000, everybody: true, ...also });
  };
  return box;
};

test('it outlives the process that was told', async () => {
  const first = processOf(refused({ everywhere: true }));
  await asks(first, { channel: 'telegram', id: 'somebody' });
  await expect.poll(held).toHaveLength(1);
  const next = processOf(new Postbox());
  await next.delivery.sweep(true);
  expect(next.traffic.rest('telegram')).toBeGreaterThan(0);
});

test('a process that is cut off by itself holds up nobody else', async () => {
  const first = processOf(refused({}));
  await asks(first, { channel: 'telegram', id: 'somebody' });
  await expect.poll(() => first.traffic.rest('telegram')).toBeGreaterThan(0);
  expect(await held()).toEqual([]);
});
