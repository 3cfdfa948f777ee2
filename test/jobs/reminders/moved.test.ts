/** An election is moved after its messages were planned: until the next planning nobody hears what is not for them. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, type Election } from '../../../src/domain/election.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { emptyDatabase } from '../../support/roster.ts';
import { PILKADA } from './calendar.ts';
import { RemindersStage } from './stage.ts';

let database: TestDatabase;
let stage: RemindersStage;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptyDatabase(database.db);
  stage = await RemindersStage.open(database.db);
  await stage.elections(PILKADA);
});
afterAll(() => database.close());

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
