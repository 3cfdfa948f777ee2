/** Whoever has to wait sees that an answer is on its way. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Receive } from '../../src/channels/channel.ts';
import { byWebhook, type Rig } from '../channels/telegram/open.ts';
import { type BotApiProcess, startBotApi } from '../support/bot-api/client.ts';
import type { TelegramPerson } from '../support/bot-api/person.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { emptyDatabase, fillDatabase } from '../support/roster.ts';
import { calendarOf, makeFile, type Service, service, type Wish } from '../support/shell.ts';
import { NOON, SARI } from '../support/world.ts';

let api: BotApiProcess;
let database: TestDatabase;
let rig: Rig;
let person: TelegramPerson;
let receive: Receive;
beforeAll(async () => {
  [api, database] = await Promise.all([startBotApi(), testDatabase()]);
});
afterAll(() => Promise.all([api.stop(), database.close()]));
beforeEach(async () => {
  rig = await byWebhook(api);
  person = await rig.bot.person();
  await emptyDatabase(database.db);
  await fillDatabase(database.db, [{ ...SARI, phone: person.phone }]);
  await rig.channel.start((arrival) => receive(arrival));
});
afterEach(async () => {
  await rig.channel.stop();
  await rig.close();
});

function serve(wish: Wish = {}): Service {
  const house = service(database.db, calendarOf(), () => NOON, rig.channel, wish);
  receive = (arrival) => house.turns.receive(arrival);
  return house;
}

/** How the bot wrote to the person, in order. */
async function written(): Promise<string[]> {
  const calls = await rig.bot.calls();
  return calls.filter(({ params }) => String(params['chat_id']) === person.address.id).map(({ method }) => method);
}

async function says(house: Service, ...words: string[]): Promise<void> {
  for (const one of words) {
    await person.says(one);
    await expect.poll(() => rig.bot.waiting()).toEqual([]);
    await house.quiet();
  }
}

test('a turn that takes long', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const house = serve({ before: () => promise });
  await person.says('halo');
  await expect.poll(written).toEqual(['sendChatAction']);
  const [call] = await rig.bot.calls('sendChatAction');
  expect(call?.params['action']).toBe('typing');
  resolve();
  await expect.poll(() => rig.bot.waiting()).toEqual([]);
  await house.quiet();
  expect(await written()).toEqual(['sendChatAction', 'sendMessage']);
});

test('a certificate that is being made', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const house = serve({
    file: async (attachment, language) => {
      await promise;
      return makeFile(attachment, language);
    },
  });
  await says(house, '/ikrar', SARI.nip, 'kode', 'K7QM-2XPD', 'ya', '1', '1', '1', '1');
  const before = (await written()).length;
  await person.says('ya');
  const since = async (method: string): Promise<number> =>
    (await written()).slice(before).filter((one) => one === method).length;
  await expect.poll(() => since('sendChatAction')).toBeGreaterThan(0);
  expect(await since('sendDocument')).toBe(0);
  resolve();
  await house.quiet();
  expect(await since('sendDocument')).toBe(2);
  // Once for each of the two.
  await expect.poll(() => since('sendChatAction')).toBeGreaterThanOrEqual(2);
});
