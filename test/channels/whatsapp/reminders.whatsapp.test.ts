/** Reminders through WhatsApp itself: until the number is refused, which a restart remembers; and what is told when they arrive. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Channel } from '../../../src/channels/channel.ts';
import { contactKey } from '../../../src/conversation/chat.ts';
import { Holds } from '../../../src/conversation/holds.ts';
import { Traffic } from '../../../src/conversation/traffic.ts';
import { Unasked } from '../../../src/conversation/unasked.ts';
import { dutiesOn } from '../../../src/domain/reminder.ts';
import { Arrivals } from '../../../src/jobs/reminders/arrivals.ts';
import { ReminderSender } from '../../../src/jobs/reminders/send.ts';
import { createLog } from '../../../src/log.ts';
import { seal } from '../../../src/secrecy/seal.ts';
import { openBudget } from '../../../src/storage/reminders/claiming.ts';
import { planRun } from '../../../src/storage/reminders/planning.ts';
import { message } from '../../support/contract-words.ts';
import { emptyDatabase, fillDatabase } from '../../support/roster.ts';
import { i18n, keys } from '../../support/shell.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import { ELECTION, MemoryWorld } from '../../support/world.ts';
import { channelOf, endChannel, noted, type OwnedNumber, openNumber } from './open.ts';

const OPENING = Date.parse(`${ELECTION.pledgeOpens}T08:00:00+07:00`);
/** One at a time, at once. */
const PACE = { perSecond: 1000, burst: 1, manner: 'by chance', tick: [1, 1] } as const;

let number: OwnedNumber;
beforeAll(async () => {
  number = await openNumber();
});
beforeEach(async () => {
  const { db } = number.database;
  await emptyDatabase(db);
  await fillDatabase(db);
  await openBudget(db, 'whatsapp');
});
afterAll(() => number.close());

/** A person who wrote to the number and agreed to be reminded. */
async function agreed(): Promise<WhatsAppPerson> {
  const person = await number.whatsapp.contact();
  const address = { channel: 'whatsapp', id: `${person.lid}@lid` } as const;
  const key = contactKey(keys, address);
  const addressSealed = new Uint8Array(seal(keys, 'contact.seal', key, address));
  await number.database.db.contact.create({
    data: { key: new Uint8Array(key), channel: 'whatsapp', addressSealed, language: 'id', reminders: true },
  });
  return person;
}

interface Process {
  readonly channel: Channel;
  readonly sender: ReminderSender;
  stop(): Promise<void>;
}

/** A process with the number. */
async function processOf(): Promise<Process> {
  const { db } = number.database;
  const channel = channelOf(number);
  const [traffic, log] = [new Traffic(), createLog('silent')];
  const holds = new Holds({ db, traffic, log });
  const unasked = new Unasked({ i18n, channel: () => channel, traffic, holds, blocked: async () => {}, log });
  const { calendar } = new MemoryWorld(i18n);
  const means = { db, keys, unasked, traffic, holds, log, clock: { ask: async () => OPENING, now: () => OPENING } };
  const also = { calendar: async () => calendar, replan: async () => 0 };
  if (!channel.receipts) throw new Error('WhatsApp has receipts');
  const arrivals = new Arrivals(channel.receipts, means);
  await channel.start(async () => {});
  await noted(number, 'open');
  const stop = async (): Promise<void> => {
    await endChannel(channel);
    await arrivals.stop();
  };
  return { channel, stop, sender: new ReminderSender({ ...means, ...also }, channel, PACE) };
}

async function plan(): Promise<void> {
  const window = { opens: OPENING, begins: OPENING, spreadTo: OPENING, ends: OPENING + 3_600_000 };
  for (const duty of dutiesOn([ELECTION], ELECTION.pledgeOpens)) await planRun(number.database.db, duty, window);
}

async function sends(sender: ReminderSender): Promise<void> {
  await sender.sendSome(1);
  await sender.settle();
}

const states = async (): Promise<readonly string[]> => {
  const rows = await number.database.db.reminder.findMany({ orderBy: { state: 'asc' } });
  return rows.map(({ state, why }) => (why === null ? state : `${state} ${why}`));
};

test('when the third is refused the rest stays planned, also for whoever has the number next', async () => {
  const people = [await agreed(), await agreed(), await agreed(), await agreed(), await agreed()];
  for (const person of people) await person.turns('off');
  await plan();
  const before = await processOf();
  await expect.poll(async () => sends(before.sender).then(states)).toContain('sent');
  await expect
    .poll(async () => sends(before.sender).then(states))
    .toEqual(['planned', 'planned', 'planned', 'sent', 'sent']);
  await number.whatsapp.failNext(463);
  await expect.poll(async () => sends(before.sender).then(states)).toContain('failed 463');
  const refused = ['failed 463', 'planned', 'planned', 'sent', 'sent'];
  expect(await states()).toEqual(refused);
  expect(before.channel.mayRemind()).toBe(false);
  await before.stop();

  const after = await processOf();
  expect(after.channel.mayRemind()).toBe(true);
  for (let n = 0; n < 3; n += 1) await sends(after.sender);
  expect(await states()).toEqual(refused);
  await after.stop();

  for (const person of people) await person.turns('on');
  const heard = await Promise.all(people.map((person) => person.receives()));
  expect(heard.filter((each) => each.length > 0)).toHaveLength(2);
  expect(heard.flat().every(({ text }) => text?.includes('Ketik *IKRAR* untuk mulai'))).toBe(true);
});

test('what is on the phone is delivered, a phone that was off says so later, also to another process', async () => {
  const [on, off] = [await agreed(), await agreed()];
  await off.turns('off');
  await plan();
  const before = await processOf();
  await expect.poll(async () => sends(before.sender).then(states)).toEqual(['delivered', 'sent']);
  // Of an answer nothing is written down.
  await before.channel.send({ channel: 'whatsapp', id: `${on.lid}@lid` }, message('Halo'));
  const [reminder] = await on.next(2);
  for (const type of ['delivered', 'read', 'read'] as const) await on.sendsReceipt(reminder?.id ?? '', type);
  await before.stop();
  expect(await states()).toEqual(['delivered', 'sent']);

  await number.whatsapp.offline();
  await off.turns('on');
  const after = await processOf();
  await expect.poll(states).toEqual(['delivered', 'delivered']);
  await after.stop();
  expect([await on.receives(), await off.receives()].map((all) => all.length)).toEqual([2, 1]);
  expect(await number.database.db.reminder.count({ where: { receipt: { not: null } } })).toBe(0);
});
