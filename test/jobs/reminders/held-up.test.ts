/**
 * What a standstill or a pause held up. An invitation comes on a day that may have a message of its own: that one goes before it. The
 * message of a day of masa tenang would be wrong on the next, and does not come.
 */
import { expect, test } from 'vitest';
import { SendError } from '../../../src/channels/channel.ts';
import { pauseRuns, resumeRuns } from '../../../src/storage/reminders/pausing.ts';
import { election, PILKADA } from './calendar.ts';
import type { RemindersStage } from './stage.ts';
import { staged } from './staged.ts';

/** Its second invitation goes out on 23 November, the day before the masa tenang of the other. */
const LATER = election('PSU 2024', 'psu', '2024-12-03');
const THE_DAY_BEFORE = '2024-11-23T07:30:00+07:00';
const on24 = (time: string): string => `2024-11-24T${time}:00+07:00`;

let stage: RemindersStage;
staged(async (one) => {
  stage = one;
  await stage.elections(PILKADA, LATER);
  await stage.person('Sari', { pledged: [PILKADA.id] });
});

const told = (): readonly string[] => stage.told.map(({ to, words }) => `${to}: ${words.split('\n')[0]}`);
const QUIET = expect.stringMatching(/^Sari verified: .*Masa tenang dimulai hari ini/);
const SECOND = expect.stringMatching(/^Sari verified: .*hari ke-2/);
const WEEK = expect.stringMatching(/^Sari verified: .*masih dibuka/);

test('a service that runs through the night: the message of the day comes, the invitation of the day before does not', async () => {
  expect(await stage.plan(THE_DAY_BEFORE)).toBe(1);
  await stage.plan(on24('00:05'));
  await stage.plan(on24('07:00'));
  await stage.send(on24('08:00'));
  expect([told(), await stage.states()]).toEqual([[QUIET], ['late 1', 'sent 1']]);
});

test('a service that comes up late: the same, and what was held up is out of the way of the others', async () => {
  expect(await stage.plan(THE_DAY_BEFORE)).toBe(1);
  await stage.hour(on24('09:00'));
  expect([told(), await stage.states()]).toEqual([[QUIET], ['late 1', 'sent 1']]);
});

test('an invitation that was under way as the day changed, and did not go out, is not in the way and comes when it may', async () => {
  await stage.elections(LATER);
  await stage.person('Budi', { on: 'whatsapp' });
  expect(await stage.plan(THE_DAY_BEFORE)).toBe(2);
  stage.boxes.telegram.beforeSend = async () => {
    stage.boxes.telegram.beforeSend = () => undefined;
    await stage.plan(on24('07:30'));
    throw new SendError({ kind: 'retry', waitMs: 0, everybody: false });
  };
  await stage.send('2024-11-23T16:59:00+07:00');
  await stage.send(on24('08:00'));
  expect(stage.told.map(({ to }) => to)).toEqual(['Budi verified']);
  await stage.hour(on24('08:05'));
  expect([told().slice(1), await stage.states()]).toEqual([[WEEK], ['sent 2']]);
});

const runs = async (): Promise<readonly string[]> => (await stage.db.reminderRun.findMany()).map(({ id }) => id);

test.each([
  ['a service that was off from the plan to the next morning', async () => undefined],
  [
    'a run that was paused over the end of its hours',
    async () => {
      await pauseRuns(stage.db, await runs());
      await stage.hour(on24('12:00'));
      await stage.hour(on24('16:59'));
      expect(await stage.states()).toEqual(['planned 1']);
      await stage.hour(on24('17:05'));
      expect(await resumeRuns(stage.db, await runs())).toHaveLength(1);
      await stage.hour(on24('17:10'));
    },
  ],
])('%s: the message of that day is not sent, that of the next day is', async (_, passes) => {
  await stage.elections(PILKADA);
  expect(await stage.plan(on24('07:30'))).toBe(1);
  await passes();
  expect([told(), await stage.states()]).toEqual([[], ['planned 1']]);
  await stage.hour('2024-11-25T08:00:00+07:00');
  expect([told(), await stage.states()]).toEqual([[SECOND], ['late 1', 'sent 1']]);
});
