/** What becomes of what was planned: what is not sent, what not twice, and to whom. What people say meanwhile: meanwhile.test.ts. */
import { expect, test } from 'vitest';
import { SendError } from '../../../src/channels/channel.ts';
import { contactKey } from '../../../src/conversation/chat.ts';
import { withdrawPledge } from '../../../src/storage/pledge-keeping.ts';
import { emptyDatabase } from '../../support/roster.ts';
import { keys } from '../../support/shell.ts';
import { day, NEW_IKRAR } from '../../support/world.ts';
import { PEMILU as EARLIER, PILKADA } from './calendar.ts';
import { RemindersStage, SHARP } from './stage.ts';
import { staged } from './staged.ts';

const EARLY = '2024-11-24T07:30:00+07:00';
const MORNING = '2024-11-24T08:00:00+07:00';
const OPENING = '2024-10-28T08:00:00+07:00';

let stage: RemindersStage;
staged(async (one) => {
  stage = one;
  await stage.elections(PILKADA);
});

const contactOf = (id: string, channel: 'telegram' | 'whatsapp' = 'telegram') => ({
  key: new Uint8Array(contactKey(keys, { channel, id })),
});
const told = (): readonly string[] => stage.told.map(({ to, on }) => `${to} ${on}`);

test('who pledges after the day was planned hears of it on that day, once, and nothing after its hours', async () => {
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.hour(MORNING);
  await stage.person('Budi', {});
  await stage.person('Tono', {});
  await stage.pledges('Budi', PILKADA.id);
  await stage.hour('2024-11-24T09:00:00+07:00');
  await stage.person('Sari', { on: 'whatsapp' });
  await stage.hour('2024-11-24T10:00:00+07:00');
  await stage.pledges('Tono', PILKADA.id);
  await stage.hour('2024-11-24T17:00:00+07:00');
  expect(told()).toEqual(['Sari verified telegram', 'Budi verified telegram']);
});

test('who withdrew the pledge is not told about it', async () => {
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.plan(EARLY);
  await withdrawPledge(stage.db, `Sari ${PILKADA.id} verified`);
  await stage.send(MORNING);
  expect(await stage.states()).toEqual(['needless 1']);
});

test('who blocked the bot is left alone from then on', async () => {
  await stage.person('Sari', { pledged: [PILKADA.id] });
  stage.boxes.telegram.beforeSend = () => {
    throw new SendError({ kind: 'blocked' });
  };
  await stage.hour(MORNING);
  expect(await stage.states()).toEqual(['blocked 1']);
  stage.boxes.telegram.beforeSend = () => undefined;
  await stage.hour('2024-11-25T08:00:00+07:00');
  expect([told(), await stage.states()]).toEqual([[], ['blocked 1']]);
});

test('who only typed a NIP neither hears of its owner nor takes their messages away', async () => {
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.person('Sari', { slot: 'chat of somebody', on: 'whatsapp' });
  await stage.hour(MORNING);
  expect(told()).toEqual(['Sari verified telegram']);
});

test('what was promised to a chat that waits for its OPD is kept once that has confirmed', async () => {
  await stage.person('Sari', { slot: 'her chat', pledged: [PILKADA.id] });
  await stage.db.pledge.updateMany({ data: { slot: 'verified', waitedIn: 'her chat', status: 'valid' } });
  await stage.hour(MORNING);
  expect(told()).toEqual(['Sari her chat telegram']);
});

test('an election that is moved in the middle of a run: what was not sent is not sent', async () => {
  for (const name of ['Sari', 'Budi', 'Tono']) await stage.person(name, { pledged: [PILKADA.id] });
  await stage.plan(EARLY);
  stage.boxes.telegram.beforeSend = async () => {
    stage.boxes.telegram.beforeSend = () => undefined;
    await stage.elections({ ...PILKADA, quietFrom: day('2024-11-25') });
  };
  await stage.send(MORNING);
  expect(stage.told.length).toBeLessThan(3);
  const sent = stage.told.length;
  await stage.plan('2024-11-24T08:05:00+07:00');
  expect(await stage.states()).toEqual([`sent ${sent}`]);
  await stage.hour('2024-11-25T08:00:00+07:00');
  expect(stage.told.length - sent).toBe(3);
});

test.each([
  ['was refused for good', { kind: 'rejected', code: 400 }, 'failed 1'],
  ['nobody knows of', { kind: 'retry', waitMs: 1, everybody: false, unknown: true }, 'unknown 1'],
] as const)('what %s is not sent again', async (_, outcome, state) => {
  await stage.person('Sari', { pledged: [PILKADA.id] });
  stage.boxes.telegram.beforeSend = () => {
    throw new SendError(outcome);
  };
  await stage.hour(MORNING);
  stage.boxes.telegram.beforeSend = () => undefined;
  await stage.hour('2024-11-24T09:00:00+07:00');
  expect([told(), await stage.states()]).toEqual([[], [state]]);
});

test('when it fails at one message, what was taken with it goes back in place of being lost too', async () => {
  stage = await RemindersStage.open(stage.db, SHARP, { perSecond: 4, burst: 100, manner: 'evenly', tick: [750, 750] });
  await stage.elections(PILKADA);
  await stage.db.budget.updateMany({ data: { tokens: 100 } });
  for (const name of ['Sari', 'Budi', 'Tono']) await stage.person(name, { pledged: [PILKADA.id] });
  stage.boxes.telegram.beforeSend = () => {
    throw new SendError({ kind: 'retry', waitMs: 60_000, everybody: false, unknown: true });
  };
  await stage.hour(MORNING);
  expect(await stage.states()).toEqual(['planned 2', 'unknown 1']);
});

test('what the platform did not take is not lost because the database is away in that moment', async () => {
  const { db } = stage;
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.plan(MORNING);
  stage.boxes.telegram.beforeSend = async () => {
    stage.boxes.telegram.beforeSend = () => undefined;
    await db.$executeRaw`ALTER TABLE budget RENAME TO away`;
    throw new SendError({ kind: 'retry', waitMs: 1, everybody: true });
  };
  await stage.send(MORNING, 1).catch(() => undefined);
  await db.$executeRaw`ALTER TABLE away RENAME TO budget`;
  expect(await stage.states()).toEqual(['planned 1']);
});

test('nor because nobody knows the calendar then', async () => {
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.plan(MORNING);
  stage.calendarFails = true;
  await stage.send(MORNING, 1);
  expect([stage.told, await stage.states()]).toEqual([[], ['planned 1']]);
});

test('whose address nobody can read any more is in the way of nobody', async () => {
  const { db } = stage;
  for (const name of ['Sari', 'Budi']) await stage.person(name, { pledged: [PILKADA.id] });
  await db.contact.updateMany({ where: { personId: 'p Sari' }, data: { addressSealed: new Uint8Array(80) } });
  await stage.hour(MORNING);
  expect([told(), await stage.states()]).toEqual([['Budi verified telegram'], ['failed 1', 'sent 1']]);
});

test('that somebody blocked the bot is known of that message, also when it cannot be kept', async () => {
  const { db } = stage;
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.plan(MORNING);
  stage.boxes.telegram.beforeSend = async () => {
    await db.$executeRaw`ALTER TABLE contact RENAME TO away`;
    throw new SendError({ kind: 'blocked' });
  };
  await stage.send(MORNING, 1).catch(() => undefined);
  await db.$executeRaw`ALTER TABLE away RENAME TO contact`;
  expect(await stage.states()).toEqual(['blocked 1']);
});

test('what the platform did not take for a while goes out when it does', async () => {
  await stage.person('Sari', { pledged: [PILKADA.id] });
  stage.boxes.telegram.beforeSend = () => {
    stage.boxes.telegram.beforeSend = () => undefined;
    throw new SendError({ kind: 'retry', waitMs: 1, everybody: true });
  };
  await expect
    .poll(async () => {
      await stage.hour(MORNING);
      return stage.states();
    })
    .toEqual(['sent 1']);
  expect(told()).toEqual(['Sari verified telegram']);
});

test('a paused run waits, and goes on when it is resumed', async () => {
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.plan(EARLY);
  await stage.db.reminderRun.updateMany({ data: { state: 'paused' } });
  await stage.hour(MORNING);
  expect(await stage.states()).toEqual(['planned 1']);
  await stage.db.reminderRun.updateMany({ data: { state: 'running' } });
  await stage.hour('2024-11-24T10:00:00+07:00');
  expect(await stage.states()).toEqual(['sent 1']);
});

test('two who plan at once plan once', async () => {
  for (const name of ['Sari', 'Budi', 'Tono']) await stage.person(name, { pledged: [PILKADA.id] });
  const planned = await Promise.all([stage.plan(EARLY), stage.plan(EARLY), stage.plan(EARLY)]);
  expect(planned.sort()).toEqual([0, 0, 3]);
  await Promise.all([stage.send(MORNING), stage.send(MORNING)]);
  expect(told().toSorted()).toEqual(['Budi verified telegram', 'Sari verified telegram', 'Tono verified telegram']);
});

test('a run is spread over its window, and nothing of it is due after its end', async () => {
  await emptyDatabase(stage.db);
  const hours = { from: '08:00', until: '09:00', spreadMinutes: 240 };
  stage = await RemindersStage.open(stage.db, hours);
  await stage.elections(PILKADA);
  for (let n = 0; n < 40; n += 1) await stage.person(`Orang ${n}`, { pledged: [PILKADA.id] });
  await stage.plan('2024-11-24T08:30:00+07:00');
  const rows = await stage.db.reminder.findMany({ orderBy: { due: 'asc' } });
  const minutes = rows.map(({ due }) => (due.getTime() - Date.parse('2024-11-24T08:00:00+07:00')) / 60_000);
  expect(Math.min(...minutes)).toBeGreaterThanOrEqual(30);
  expect(Math.max(...minutes)).toBeLessThanOrEqual(60);
  // Forty moments of chance: that half the window stays empty happens once in 10^11.
  expect(minutes.some((one) => one < 45) && minutes.some((one) => one > 45)).toBe(true);
  await stage.send('2024-11-24T09:00:00+07:00');
  expect(told()).toEqual([]);
});

test('a chat that the OPD has confirmed and one that was proven are chats of one person', async () => {
  await stage.person('Sari', { slot: 'her chat', pledged: [PILKADA.id] });
  await stage.db.pledge.updateMany({ data: { slot: 'verified', waitedIn: 'her chat', status: 'valid' } });
  await stage.person('Sari', { on: 'whatsapp' });
  await stage.hour(MORNING);
  expect(told()).toEqual(['Sari verified whatsapp']);
});

test('a chat that the OPD has confirmed is not invited to what its person has pledged elsewhere', async () => {
  await stage.elections(PILKADA, EARLIER);
  await stage.person('Sari', { slot: 'her chat', pledged: [EARLIER.id] });
  await stage.db.pledge.updateMany({ data: { slot: 'verified', waitedIn: 'her chat', status: 'valid' } });
  await stage.pledges('Sari', PILKADA.id);
  await stage.hour(OPENING);
  expect(told()).toEqual([]);
});

test('a consent from before it was known where a pledge stands is kept', async () => {
  const sari = await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.db.contact.update({ where: contactOf(sari), data: { slot: null } });
  await stage.hour(MORNING);
  expect(told()).toEqual(['Sari verified telegram']);
});

test('everybody reads the ikrar that they confirmed, also when another one is in force by now', async () => {
  const [before] = stage.world.documents;
  stage.world.documents.push({ ...NEW_IKRAR, points: ['Menjaga netralitas dengan kata-kata baru.'] });
  await stage.person('Sari', {});
  await stage.pledges('Sari', PILKADA.id);
  await stage.person('Budi', {});
  await stage.pledges('Budi', PILKADA.id, 'verified', NEW_IKRAR);
  await stage.hour(MORNING);
  const points = stage.told.map(({ to, words }) => `${to}: ${/butir 1<\/b>\n(.{20})/.exec(words)?.[1]}`);
  expect(points.toSorted()).toEqual([
    'Budi verified: Menjaga netralitas d',
    `Sari verified: ${before?.points[0]?.slice(0, 20)}`,
  ]);
});

test('who reads English gets the official words, which are what was confirmed, and what they mean', async () => {
  stage.world.documents.push(NEW_IKRAR);
  await stage.person('Sari', { language: 'en', pledged: [PILKADA.id] });
  await stage.person('Tono', { pledged: [PILKADA.id] });
  await stage.person('Budi', { language: 'en' });
  await stage.pledges('Budi', PILKADA.id, 'verified', NEW_IKRAR);
  await stage.hour(MORNING);
  const glossed = stage.told.filter(({ words }) => /\nMenjaga .*<b>(What it means|Maksudnya):/s.test(words));
  // Nobody has put another ikrar into plain words.
  expect(glossed.map(({ to }) => to)).toEqual(['Sari verified']);
});
