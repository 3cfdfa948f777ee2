/** People who write while reminders go out: whose places their answers take, and how many. */
import { expect, test } from 'vitest';
import { withdrawPledge } from '../../../src/storage/pledge-keeping.ts';
import { pauseRuns, resumeRuns } from '../../../src/storage/reminders/pausing.ts';
import { PILKADA } from './calendar.ts';
import { RemindersStage, SHARP } from './stage.ts';
import { staged } from './staged.ts';

/** So much is saved up that what comes while a test lasts is nothing beside it. */
const SAVED = 200;
const RATE = { perSecond: 4, burst: SAVED, tick: [500, 500] } as const;
const MORNING = '2024-11-24T08:00:00+07:00';

let stage: RemindersStage;
async function open(manner: 'evenly' | 'by chance'): Promise<void> {
  stage = await RemindersStage.open(stage.db, SHARP, { ...RATE, manner });
  await stage.elections(PILKADA);
  await stage.db.budget.updateMany({ data: { tokens: SAVED, at: new Date(), heldUntil: new Date(0) } });
}
staged((one) => {
  stage = one;
});

const answer = (on: 'telegram' | 'whatsapp', count: number): void => {
  for (let n = 0; n < count; n += 1) stage.traffic.answered(on);
};

test.each([
  ['so many take all places', 110, 'planned 1'],
  ['fewer leave some', 50, 'sent 1'],
  ['none leave all', 0, 'sent 1'],
])('on Telegram, whose limit is one for everything, an answer takes the places of two: %s', async (_, count, state) => {
  await open('evenly');
  await stage.person('Sari', { pledged: [PILKADA.id] });
  answer('telegram', count);
  await stage.hour(MORNING);
  expect(await stage.states()).toEqual([state]);
});

test('answers of another process take places too', async () => {
  await open('evenly');
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.plan(MORNING);
  const other = await RemindersStage.open(stage.db, SHARP, { ...RATE, manner: 'evenly' });
  answer('telegram', 110);
  // It looks for something to send before the other one does, and finds nothing that it has room for.
  await stage.send(MORNING, 1);
  await other.elections(PILKADA);
  await other.send(MORNING, 1);
  expect([other.told, await stage.states()]).toEqual([[], ['planned 1']]);
});

test('what was taken steps back behind answers that go out meanwhile; without a place soon it is given back', async () => {
  await open('evenly');
  for (const name of ['Sari', 'Budi']) await stage.person(name, { pledged: [PILKADA.id] });
  // Its turn is a quarter of a second later; ten answers and what stays free behind them take five seconds.
  stage.boxes.telegram.beforeSend = () => answer('telegram', 10);
  await stage.plan(MORNING);
  await stage.send(MORNING, 1);
  expect(await stage.states()).toEqual(['planned 1', 'sent 1']);
});

/** Two are taken together: what becomes of the one that steps back for a second, when this happens to it. */
async function stepsBack(meanwhile: (other: string) => Promise<unknown>): Promise<readonly string[]> {
  await open('evenly');
  for (const name of ['Sari', 'Budi']) await stage.person(name, { pledged: [PILKADA.id] });
  const { telegram } = stage.boxes;
  telegram.beforeSend = async (to) => {
    telegram.beforeSend = () => undefined;
    answer('telegram', 2);
    await meanwhile(to.startsWith('Sari') ? 'Budi' : 'Sari');
  };
  await stage.plan(MORNING);
  await stage.send(MORNING, 1);
  return stage.states();
}

test('another process hears of answers while this one steps back behind them, not only when it takes more', async () => {
  expect(await stepsBack(async () => undefined)).toEqual(['sent 2']);
  const { tokens } = await stage.db.budget.findUniqueOrThrow({ where: { channel: 'telegram' } });
  // Two went to the two that were taken, and four to two answers.
  expect(tokens).toBe(SAVED - 6);
});

test('who stops while their message waits behind answers does not get it after that was confirmed', async () => {
  const stops = (name: string) =>
    stage.db.contact.updateMany({ where: { personId: `p ${name}` }, data: { reminders: false, addressSealed: null } });
  expect(await stepsBack(stops)).toEqual(['sent 1', 'stopped 1']);
  expect(stage.told).toHaveLength(1);
});

test('nor who withdraws the pledge meanwhile', async () => {
  const withdraws = (name: string) => withdrawPledge(stage.db, `${name} ${PILKADA.id} verified`);
  expect(await stepsBack(withdraws)).toEqual(['needless 1', 'sent 1']);
});

test('what is paused meanwhile waits until it is resumed', async () => {
  const { db } = stage;
  const runs = async (): Promise<readonly string[]> => (await db.reminderRun.findMany()).map(({ id }) => id);
  expect(await stepsBack(async () => pauseRuns(db, await runs()))).toEqual(['planned 1', 'sent 1']);
  await resumeRuns(db, await runs());
  await stage.hour(MORNING);
  expect(await stage.states()).toEqual(['sent 2']);
});

test('who changes nothing gets it', async () => {
  expect(await stepsBack(async () => undefined)).toEqual(['sent 2']);
});

test('when nobody can look whether they still want it, it goes back', async () => {
  const { db } = stage;
  await expect(stepsBack(() => db.$executeRaw`ALTER TABLE reminder_run RENAME TO away`)).rejects.toThrow();
  await db.$executeRaw`ALTER TABLE away RENAME TO reminder_run`;
  await stage.person('Dewi', { pledged: [PILKADA.id] });
  await stage.hour(MORNING);
  expect(await stage.states()).toEqual(['sent 3']);
});

test('on WhatsApp a number that answers more than it may remind reminds all the same', async () => {
  await open('by chance');
  await stage.person('Sari', { on: 'whatsapp', pledged: [PILKADA.id] });
  answer('whatsapp', 10 * SAVED);
  await stage.hour(MORNING);
  expect(await stage.states()).toEqual(['sent 1']);
});
