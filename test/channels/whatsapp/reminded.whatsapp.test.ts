/** Reminders of the whole bot on WhatsApp: it hears that one arrived, and when it is stopped, what becomes of the next. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactKey } from '../../../src/conversation/chat.ts';
import { addDays, dayIn } from '../../../src/domain/election.ts';
import { seal } from '../../../src/secrecy/seal.ts';
import { ensureOfficialIkrar } from '../../../src/storage/documents.ts';
import { putElection } from '../../../src/storage/elections.ts';
import { planReminders } from '../../../src/storage/reminders/calendar.ts';
import { postgresDatabase, type TestDatabase } from '../../support/database.ts';
import { AT_ONCE, quietElection } from '../../support/reminding.ts';
import { EPOCHS, keys, SECRET } from '../../support/shell.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import { Deployment } from './deployment.ts';

/** So slow that there is time between two of them. */
const PER_MINUTE = '10';
/** How long the server takes to refuse a message, ms: in it the bot is told to stop. */
const THINKS_MS = 3000;
const PATIENCE = { timeout: 60_000, interval: 50 };

let at: Deployment;
let database: TestDatabase;
beforeAll(async () => {
  const opened = await postgresDatabase();
  database = opened;
  at = await Deployment.open({
    ...AT_ONCE,
    DATABASE_URL: opened.url,
    IKRAR_SECRET: SECRET,
    EPOCH_DIR: EPOCHS,
    PUBLIC_URL: 'https://contoh.test',
    SIMULATOR: 'off',
    WHATSAPP_REMINDERS_PER_MINUTE: PER_MINUTE,
    DATA_DIR: fileURLToPath(new URL('data/', `file://${EPOCHS}/`)),
  });
  await at.pair();
});
afterAll(async () => {
  await at.close();
  await database.close();
});

/** Somebody who agreed to be reminded, and has not pledged. */
async function agreed(): Promise<WhatsAppPerson> {
  const person = await at.whatsapp.contact();
  const address = { channel: 'whatsapp', id: `${person.lid}@lid` } as const;
  const key = contactKey(keys, address);
  const addressSealed = new Uint8Array(seal(keys, 'contact.seal', key, address));
  await database.db.contact.create({
    data: { key: new Uint8Array(key), channel: 'whatsapp', addressSealed, language: 'id', reminders: true },
  });
  return person;
}

/** Invitations that are due today. */
async function plan(): Promise<void> {
  const now = Date.now();
  const { zone, ...election } = quietElection(now);
  const today = dayIn(zone, now);
  const [quietFrom, quietTo] = [addDays(today, 20), addDays(today, 22)];
  const days = { pledgeOpens: today, quietFrom, quietTo, pledgeCloses: quietTo, votingDay: addDays(today, 23) };
  const inMonths = { ...election, ...days, zone };
  await ensureOfficialIkrar(database.db);
  await putElection(database.db, inMonths);
  const hours = { from: AT_ONCE.REMIND_FROM, until: AT_ONCE.REMIND_UNTIL, spreadMinutes: 0 };
  expect(await planReminders(database.db, [inMonths], hours, now)).toBe(2);
}

const states = async (): Promise<readonly string[]> => {
  const rows = await database.db.reminder.findMany({ orderBy: { state: 'asc' } });
  return rows.map(({ state, why }) => (why === null ? state : `${state} ${why}`));
};

test('what arrived is delivered; a bot that is told to stop hears first whether the next was taken', {
  timeout: 120_000,
}, async () => {
  const people = [await agreed(), await agreed()];
  await plan();
  const bot = at.start();
  await expect.poll(states, PATIENCE).toEqual(['delivered', 'planned']);
  await at.whatsapp.failNext(463, THINKS_MS);
  // Both were written to by now: to the second «composing» has come, and soon after it the message.
  const composing = async () =>
    (await Promise.all(people.map((one) => one.chatstates()))).filter((all) => all.length > 0);
  await expect.poll(composing, PATIENCE).toHaveLength(2);
  bot.process.kill('SIGTERM');
  expect((await bot.ended).code).toBe(0);
  expect(await states()).toEqual(['delivered', 'failed 463']);
});
