/** People who write while reminders go out: whose place their answers take. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { emptyDatabase } from '../../support/roster.ts';
import { PILKADA } from './calendar.ts';
import { RemindersStage, SHARP } from './stage.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => emptyDatabase(database.db));
afterAll(() => database.close());

/** One is saved up, and no other comes while a test lasts. */
const RATE = { perSecond: 1e-6, burst: 1, tick: [1, 1] } as const;

async function hourWith(manner: 'evenly' | 'by chance', on: 'telegram' | 'whatsapp'): Promise<readonly string[]> {
  const stage = await RemindersStage.open(database.db, SHARP, { ...RATE, manner });
  await database.db.budget.updateMany({ data: { tokens: 1, at: new Date(), heldUntil: new Date(0) } });
  await stage.elections(PILKADA);
  await stage.person('Sari', { on, pledged: [PILKADA.id] });
  for (let n = 0; n < 20; n += 1) stage.traffic.answered(on);
  await stage.hour('2024-11-24T08:00:00+07:00');
  return stage.states();
}

test('on WhatsApp a number that answers more than it may remind reminds all the same', async () => {
  expect(await hourWith('by chance', 'whatsapp')).toEqual(['sent 1']);
});

test('on Telegram, whose limit is one for everything, answers take the places of reminders', async () => {
  expect(await hourWith('evenly', 'telegram')).toEqual(['planned 1']);
});
