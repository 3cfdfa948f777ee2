/** An election is moved after its messages were planned: until the next planning nobody hears what is not for them. */
import { expect, test } from 'vitest';
import { addDays, type Election } from '../../../src/domain/election.ts';
import { election, PILKADA } from './calendar.ts';
import type { RemindersStage } from './stage.ts';
import { staged } from './staged.ts';

let stage: RemindersStage;
staged(async (one) => {
  stage = one;
  await stage.elections(PILKADA);
});

const movedBy = (days: number): Election => ({
  ...PILKADA,
  quietFrom: addDays(PILKADA.quietFrom, days),
  quietTo: addDays(PILKADA.quietTo, days),
  pledgeCloses: addDays(PILKADA.pledgeCloses, days),
  votingDay: addDays(PILKADA.votingDay, days),
});
const told = (): readonly string[] => stage.told.map(({ to, words }) => `${to}: ${words.split('\n')[0]}`);

test('a day of masa tenang that became the week before it: who has pledged is not invited, who has not is', async () => {
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.person('Budi', {});
  expect(await stage.plan('2024-11-24T07:30:00+07:00')).toBe(1);
  await stage.elections(movedBy(7));
  await stage.send('2024-11-24T08:00:00+07:00');
  expect(told()).toEqual([expect.stringMatching(/^Budi verified: .*masih dibuka/)]);
});

test('the week before masa tenang that became a day of it: who has not pledged hears nothing of it, who has does', async () => {
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.person('Budi', {});
  expect(await stage.plan('2024-11-17T07:30:00+07:00')).toBe(1);
  await stage.elections(movedBy(-7));
  await stage.send('2024-11-17T08:00:00+07:00');
  expect(told()).toEqual([expect.stringMatching(/^Sari verified: .*[Mm]asa tenang/)]);
});

/** Its second invitation is for the first day of the other's masa tenang. */
const LATER = election('PSU 2024', 'psu', '2024-12-04');
const INVITED = expect.stringMatching(/^Sari verified: .*Masa tenang PSU 2024 dimulai/);

test('a message of the day that is moved away leaves its place to the invitation that it had kept back', async () => {
  await stage.elections(PILKADA, LATER);
  await stage.person('Sari', { pledged: [PILKADA.id] });
  expect(await stage.plan('2024-11-24T07:30:00+07:00')).toBe(1);
  await stage.elections(movedBy(14), LATER);
  await stage.hour('2024-11-24T08:00:00+07:00');
  expect(told()).toEqual([INVITED]);
});

test('the same in the chat that was used last meanwhile, and nothing to whoever agreed since', async () => {
  await stage.elections(PILKADA, LATER);
  await stage.person('Sari', { pledged: [PILKADA.id] });
  expect(await stage.plan('2024-11-24T07:30:00+07:00')).toBe(1);
  await stage.person('Sari', { on: 'whatsapp' });
  await stage.person('Budi', {});
  await stage.elections(movedBy(14), LATER);
  await stage.hour('2024-11-24T08:00:00+07:00');
  expect([told(), stage.told.map(({ on }) => on)]).toEqual([[INVITED], ['whatsapp']]);
});

test.each(['telegram', 'whatsapp'] as const)(
  'the same for whom the OPD has confirmed meanwhile, also in another chat of theirs: %s',
  async (on) => {
    await stage.elections(PILKADA, LATER);
    await stage.person('Sari', { slot: 'her chat', pledged: [PILKADA.id] });
    expect(await stage.plan('2024-11-24T07:30:00+07:00')).toBe(1);
    await stage.db.pledge.updateMany({ data: { slot: 'verified', waitedIn: 'her chat', status: 'valid' } });
    if (on === 'whatsapp') await stage.person('Sari', { on });
    await stage.elections(movedBy(14), LATER);
    await stage.hour('2024-11-24T08:00:00+07:00');
    expect(stage.told.map(({ on, words }) => `${on}: ${words.split('\n')[0]}`)).toEqual([
      expect.stringMatching(`^${on}: .*Masa tenang PSU 2024 dimulai`),
    ]);
  },
);

test('whoever has had the message of the day that is moved then is not invited on that day', async () => {
  await stage.elections(PILKADA, LATER);
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.hour('2024-11-24T08:00:00+07:00');
  await stage.elections(movedBy(14), LATER);
  await stage.hour('2024-11-24T09:00:00+07:00');
  expect(told()).toEqual([expect.stringMatching(/^Sari verified: .*Masa tenang dimulai hari ini/)]);
});
