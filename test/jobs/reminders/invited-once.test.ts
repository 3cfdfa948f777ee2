/** Nobody is invited twice to one thing, however often the calendar is changed after the invitations have gone out. */
import { expect, test } from 'vitest';
import { addDays } from '../../../src/domain/election.ts';
import { PILKADA } from './calendar.ts';
import type { RemindersStage } from './stage.ts';
import { staged } from './staged.ts';

const OPENING = PILKADA.pledgeOpens;

let stage: RemindersStage;
staged(async (one) => {
  stage = one;
  await stage.elections(PILKADA);
  await stage.person('Sari', {});
});

const told = (): readonly string[] => stage.told.map(({ to, on }) => `${to} ${on}`);
const at = (days: number, time: string): string => `${addDays(OPENING, days)}T${time}:00+07:00`;

test('an invitation that was cancelled and comes back after all: who had it does not get it again, who had not does', async () => {
  await stage.hour(at(0, '08:00'));
  await stage.elections({ ...PILKADA, pledgeOpens: addDays(OPENING, 10) });
  await stage.plan(at(0, '12:00'));
  await stage.elections(PILKADA);
  await stage.person('Budi', {});
  await stage.hour(at(1, '08:00'));
  expect(told()).toEqual(['Sari verified telegram', 'Budi verified telegram']);
});

test('a pledge that opens once more, a masa tenang that is moved: two invitations at the most, also in another chat', async () => {
  await stage.hour(at(0, '08:00'));
  await stage.elections({ ...PILKADA, pledgeOpens: addDays(OPENING, 3) });
  await stage.person('Sari', { on: 'whatsapp' });
  await stage.hour(at(3, '08:00'));
  expect(told()).toEqual(['Sari verified telegram']);
  const week = (by: number) => addDays(PILKADA.quietFrom, by - 7);
  await stage.hour(`${week(0)}T08:00:00+07:00`);
  await stage.elections({ ...PILKADA, quietFrom: addDays(PILKADA.quietFrom, 2) });
  await stage.hour(`${week(2)}T08:00:00+07:00`);
  expect(told()).toEqual(['Sari verified telegram', 'Sari verified whatsapp']);
});
