/** Days begin in the east: an invitation there does not take from anybody the message of a masa tenang further west. */
import { expect, test } from 'vitest';
import { day } from '../../support/world.ts';
import { election, PILKADA } from './calendar.ts';
import { RemindersStage, SHARP } from './stage.ts';
import { staged } from './staged.ts';

/** Its pledge opens in WIT on the first day of masa tenang in WIB. */
const EASTERN = election('PSU 2024', 'psu', '2024-12-20', { zone: 'Asia/Jayapura', pledgeOpens: day('2024-11-24') });
const wit = (time: string): string => `2024-11-24T${time}:00+09:00`;
const wib = (time: string): string => `2024-11-24T${time}:00+07:00`;

let stage: RemindersStage;
staged(async (one) => {
  stage = one;
  await people();
});

async function people(): Promise<void> {
  await stage.elections(EASTERN, PILKADA);
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.person('Budi', {});
}
const told = (): readonly string[] => stage.told.map(({ to, words }) => `${to}: ${/<b>(.*?)<\/b>/.exec(words)?.[1]}`);
const EACH_THEIR_OWN = [
  'Budi verified: Ikrar netralitas PSU 2024 sudah dibuka',
  'Sari verified: Masa tenang dimulai hari ini',
];

test('an invitation that is planned two hours before the message of the day', async () => {
  await stage.plan(wit('07:00'));
  for (const moment of [wit('08:00'), wib('07:00'), wib('08:00')]) await stage.hour(moment);
  expect(told()).toEqual(EACH_THEIR_OWN);
});

test('one that a standstill held up since the day before', async () => {
  await stage.elections({ ...EASTERN, pledgeOpens: day('2024-11-23') }, PILKADA);
  await stage.plan('2024-11-23T07:00:00+09:00');
  for (const moment of [wit('07:00'), wit('08:00'), wib('08:00')]) await stage.hour(moment);
  expect(told()).toEqual(EACH_THEIR_OWN);
});

test('one that goes out when it is still the day before further west', async () => {
  stage = await RemindersStage.open(stage.db, { ...SHARP, from: '00:30' });
  await stage.elections(EASTERN, PILKADA);
  for (const moment of [wit('00:05'), wit('00:30'), wib('00:30')]) await stage.hour(moment);
  expect(told()).toEqual(EACH_THEIR_OWN);
});
