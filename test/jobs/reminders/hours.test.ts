/** The hours in which messages may go out, when they change after the day was planned, or end while messages are taken. */
import { expect, test } from 'vitest';
import { PILKADA } from './calendar.ts';
import { RemindersStage, SHARP } from './stage.ts';
import { staged } from './staged.ts';

const on24 = (time: string): string => `2024-11-24T${time}:00+07:00`;

let stage: RemindersStage;
staged(async (one) => {
  stage = one;
  await stage.elections(PILKADA);
  await stage.person('Sari', { pledged: [PILKADA.id] });
});

test('of an election that is in another zone after all: eight in the morning there, five in the afternoon there', async () => {
  await stage.elections({ ...PILKADA, zone: 'Asia/Jayapura' });
  await stage.plan('2024-11-24T07:30:00+09:00');
  await stage.elections(PILKADA);
  await stage.hour('2024-11-24T08:00:00+09:00');
  expect(await stage.states()).toEqual(['planned 1']);
  await stage.hour(on24('08:00'));
  expect(await stage.states()).toEqual(['sent 1']);
});

test('of settings that end the day earlier: nothing after that', async () => {
  await stage.plan(on24('07:30'));
  stage = await RemindersStage.open(stage.db, { ...SHARP, until: '12:00' });
  await stage.elections(PILKADA);
  await stage.hour(on24('13:00'));
  expect(await stage.states()).toEqual(['planned 1']);
});

test('of settings that begin the day later: what was due before comes at a moment of what is left', async () => {
  await stage.plan(on24('07:30'));
  stage = await RemindersStage.open(stage.db, { from: '10:00', until: '12:00', spreadMinutes: 60 });
  await stage.elections(PILKADA);
  await stage.plan(on24('07:35'));
  const [row] = await stage.db.reminder.findMany();
  expect(row?.due.getTime()).toBeGreaterThan(Date.parse(on24('10:00')));
  expect(row?.due.getTime()).toBeLessThanOrEqual(Date.parse(on24('11:00')));
});

test('on WhatsApp, where a message may wait for its turn behind answers, nothing begins shortly before the hours end', async () => {
  await stage.person('Budi', { on: 'whatsapp', pledged: [PILKADA.id] });
  const pace = { perSecond: 1000, burst: 100, manner: 'by chance', tick: [1, 1] } as const;
  stage = await RemindersStage.open(stage.db, SHARP, pace);
  await stage.elections(PILKADA);
  await stage.db.budget.updateMany({ data: { tokens: 100 } });
  await stage.plan(on24('07:30'));
  await stage.send('2024-11-24T16:59:45+07:00', 1);
  expect([stage.told, await stage.states()]).toEqual([[], ['planned 2']]);
  await stage.send('2024-11-24T16:59:15+07:00', 1);
  expect(await stage.states()).toEqual(['sent 2']);
});

test('what was taken before the hours ended and has no turn before that does not go out', async () => {
  await stage.plan(on24('07:30'));
  stage.meanwhile = 60_000;
  await expect(stage.send(on24('16:59'))).rejects.toThrow();
  expect([stage.told, await stage.states()]).toEqual([[], ['planned 1']]);
});
