/** An impatient finger: each act of a pledge reaches the bot while the webhook calls of all earlier ones are still open. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { byWebhook } from '../channels/telegram/open.ts';
import { type BotApiProcess, startBotApi } from '../support/bot-api/client.ts';
import type { TelegramPerson } from '../support/bot-api/person.ts';
import { ACKNOWLEDGED, type Act, plan } from '../support/crowd/plan.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { fillDatabase } from '../support/roster.ts';
import { calendarOf, service } from '../support/shell.ts';
import { NOON, SARI } from '../support/world.ts';

const PATIENCE = { timeout: 10_000, interval: 5 };

let api: BotApiProcess;
let database: TestDatabase;
beforeAll(async () => {
  [api, database] = await Promise.all([startBotApi(), testDatabase()]);
});
afterAll(() => Promise.all([api.stop(), database.close()]));

function does(person: TelegramPerson, act: Act): Promise<void> {
  if ('says' in act) return person.says(act.says);
  if ('taps' in act) return person.taps(act.taps);
  if ('shares' in act) return person.sends(act.shares);
  throw new Error('not an act of a pledge');
}

test('nothing is lost when the next tap comes before the webhook call has returned', async () => {
  const { promise: answers, resolve: answer } = Promise.withResolvers<void>();
  const { channel, bot, close } = await byWebhook(api, { answers });
  const { turns, quiet } = service(database.db, calendarOf(), () => NOON, channel);
  onTestFinished(async () => {
    answer();
    await channel.stop();
    await close();
  });
  await channel.start((arrival) => turns.receive(arrival));
  await bot.tell('hurry');
  const person = await bot.person('id');
  await fillDatabase(database.db, [{ ...SARI, phone: person.phone }]);

  const steps = plan({ nip: SARI.nip, wrongCode: false, curious: true });
  for (const {
    act,
    hears: [words],
  } of steps) {
    await does(person, act);
    await expect
      .poll(() => person.sees(), PATIENCE)
      .toContainEqual(expect.objectContaining({ text: expect.stringContaining(words ?? '?') }));
  }
  expect(await bot.waiting()).toHaveLength(steps.length);

  answer();
  await expect.poll(() => bot.waiting(), PATIENCE).toEqual([]);
  await quiet();
  const seen = await person.sees();
  expect(seen.filter(({ text }) => text.includes(ACKNOWLEDGED))).toHaveLength(1);
  expect(seen.filter(({ file }) => file)).toHaveLength(2);
  expect(await bot.tell('queries')).toBe(0);
  expect(await database.db.pledge.count()).toBe(1);
  expect(await database.db.outbox.count()).toBe(0);
});
