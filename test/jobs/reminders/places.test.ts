/** Everybody has one place on a day: the message of the day takes it, also from what was planned before and was not sent. */
import { beforeEach, expect, test } from 'vitest';
import { election, PILKADA } from './calendar.ts';
import type { RemindersStage, Wanted } from './stage.ts';
import { staged } from './staged.ts';

/** Its second invitation is for the first day of the other's masa tenang. */
const LATER = election('PSU 2024', 'psu', '2024-12-04');
const on24 = (time: string): string => `2024-11-24T${time}:00+07:00`;
const QUIET = expect.stringMatching(/^Budi verified telegram: .*Masa tenang dimulai hari ini/);
const INVITED = expect.stringMatching(/^Budi verified telegram: .*Masa tenang PSU 2024 dimulai/);

let stage: RemindersStage;
staged((one) => {
  stage = one;
});
beforeEach(() => stage.elections(PILKADA, LATER));

const told = (): readonly string[] => stage.told.map(({ to, on, words }) => `${to} ${on}: ${words.split('\n')[0]}`);

/** Somebody for whom one message is planned on the day. */
async function planned(name: string, wanted: Wanted = {}): Promise<void> {
  await stage.person(name, wanted);
  expect(await stage.plan(on24('07:30'))).toBe(1);
}

test('who pledges after an invitation to another election was planned gets the message of the day in its place', async () => {
  await planned('Budi');
  await stage.pledges('Budi', PILKADA.id);
  await stage.hour(on24('08:00'));
  await stage.hour(on24('09:00'));
  expect([told(), await stage.states()]).toEqual([[QUIET], ['sent 1']]);
});

test('also who pledges when the day was looked through for the last time before the invitation goes out', async () => {
  await planned('Budi');
  await stage.plan(on24('08:00'));
  await stage.pledges('Budi', PILKADA.id);
  await stage.send(on24('08:00'));
  expect([told(), await stage.states()]).toEqual([[], ['needless 1']]);
  await stage.hour(on24('08:05'));
  expect([told(), await stage.states()]).toEqual([[QUIET], ['sent 1']]);
});

test('but not where the hours of that message are over: then the invitation is what there is', async () => {
  await stage.elections({ ...PILKADA, zone: 'Asia/Jayapura' }, LATER);
  await planned('Budi');
  await stage.pledges('Budi', PILKADA.id);
  await stage.send(on24('15:00'));
  expect([told(), await stage.states()]).toEqual([[INVITED], ['sent 1']]);
});

test('who pledges after the invitation went out hears nothing more on that day', async () => {
  await planned('Budi');
  await stage.send(on24('08:00'));
  await stage.pledges('Budi', PILKADA.id);
  await stage.hour(on24('09:00'));
  expect([told(), await stage.states()]).toEqual([[INVITED], ['sent 1']]);
});

test('the same while the invitation is under way: it keeps the place, also when it comes back and goes out later', async () => {
  await planned('Budi');
  stage.boxes.telegram.beforeSend = async () => {
    stage.boxes.telegram.beforeSend = () => undefined;
    await stage.pledges('Budi', PILKADA.id);
    await stage.plan(on24('08:00'));
  };
  await stage.send(on24('08:00'));
  await stage.hour(on24('09:00'));
  expect([told(), await stage.states()]).toEqual([[INVITED], ['sent 1']]);
});

test('an invitation that was needless leaves its place to the message of the day', async () => {
  await planned('Budi');
  await stage.pledges('Budi', LATER.id);
  await stage.send(on24('08:00'));
  expect(await stage.states()).toEqual(['needless 1']);
  await stage.pledges('Budi', PILKADA.id);
  await stage.hour(on24('09:00'));
  expect([told(), await stage.states()]).toEqual([[QUIET], ['sent 1']]);
});

test('who withdraws a pledge and pledges again on that day is told after all', async () => {
  await planned('Budi', { pledged: [PILKADA.id] });
  await stage.db.pledge.updateMany({ data: { status: 'withdrawn' } });
  await stage.hour(on24('08:00'));
  expect(await stage.states()).toEqual(['needless 1']);
  await stage.db.pledge.updateMany({ data: { status: 'valid' } });
  await stage.hour(on24('09:00'));
  expect([told(), await stage.states()]).toEqual([[QUIET], ['sent 1']]);
});

test('who stops and says yes again on that day is told after all', async () => {
  await planned('Budi', { pledged: [PILKADA.id] });
  await stage.db.contact.updateMany({ data: { reminders: false } });
  await stage.hour(on24('08:00'));
  expect(await stage.states()).toEqual(['stopped 1']);
  await stage.db.contact.updateMany({ data: { reminders: true } });
  await stage.hour(on24('09:00'));
  expect([told(), await stage.states()]).toEqual([[QUIET], ['sent 1']]);
});

test('a masa tenang that begins today after all goes before the invitation that was planned by then', async () => {
  await stage.elections(LATER);
  await planned('Budi', { pledged: [PILKADA.id] });
  await stage.elections(PILKADA, LATER);
  await stage.hour(on24('08:00'));
  expect([told(), await stage.states()]).toEqual([[QUIET], ['sent 1']]);
});

test('of two messages of masa tenang that which was planned first keeps the place, however often it is planned', async () => {
  await stage.elections(PILKADA, election('PSU 2024', 'psu', '2024-11-26'));
  await planned('Budi', { pledged: [PILKADA.id, LATER.id] });
  const of = () => stage.db.reminder.findMany();
  const first = await of();
  await stage.plan(on24('07:35'));
  await stage.plan(on24('07:40'));
  expect(await of()).toEqual(first);
});

test('who heard of the day in a chat that was known to be theirs only afterwards does not hear of it again in another', async () => {
  await planned('Sari', { slot: 'her chat', pledged: [PILKADA.id] });
  await stage.send(on24('08:00'));
  await stage.db.pledge.updateMany({ data: { slot: 'verified', waitedIn: 'her chat', status: 'valid' } });
  await stage.person('Sari', { on: 'whatsapp' });
  await stage.hour(on24('09:00'));
  expect(stage.told.map(({ to, on }) => `${to} ${on}`)).toEqual(['Sari her chat telegram']);
});
