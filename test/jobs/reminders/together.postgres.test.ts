/** Processes that plan, take and cancel at the same moment, on connections of their own. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, type Election } from '../../../src/domain/election.ts';
import { openDatabase, type PrismaClient } from '../../../src/storage/db.ts';
import { addElections, putElection } from '../../../src/storage/elections.ts';
import { planReminders } from '../../../src/storage/reminders/calendar.ts';
import { claimReminders, openBudget } from '../../../src/storage/reminders/claiming.ts';
import { postgresDatabase, type TestDatabase } from '../../support/database.ts';
import { remindable } from '../../support/remindable.ts';
import { emptyDatabase } from '../../support/roster.ts';
import { untilWaiting } from '../../support/waiting.ts';
import { ELECTION } from '../../support/world.ts';
import { SHARP } from './stage.ts';

const PEOPLE = 60;
const ROUNDS = 8;
const DAY = ELECTION.quietFrom;
const at = (time: string): number => Date.parse(`${DAY}T${time}:00+07:00`);
const MOVED: Election = { ...ELECTION, quietFrom: addDays(DAY, 1) };
/** Its second invitation goes out on the first day of the other's masa tenang. */
const LATER: Election = {
  ...ELECTION,
  id: 'psu',
  quietFrom: addDays(DAY, 7),
  quietTo: addDays(DAY, 9),
  pledgeCloses: addDays(DAY, 9),
  votingDay: addDays(DAY, 10),
};

let database: TestDatabase & { readonly url: string };
const others: Awaited<ReturnType<typeof openDatabase>>[] = [];
/** Each with a pool of its own, as processes have. */
let processes: readonly PrismaClient[];
beforeAll(async () => {
  database = await postgresDatabase();
  for (let n = 0; n < 2; n += 1) others.push(await openDatabase({ databaseUrl: database.url, dataDir: 'unused' }));
  processes = [database.db, ...others.map(({ db }) => db)];
  await openBudget(database.db, 'telegram');
});
afterAll(async () => {
  for (const one of others) await one.close();
  await database.close();
});
beforeEach(async () => {
  await emptyDatabase(database.db);
  await openBudget(database.db, 'telegram');
  await addElections(database.db, [ELECTION]);
  for (let n = 0; n < PEOPLE; n += 1) await remindable(database.db, String(n), { pledged: [ELECTION.id] });
});

const plan = (db: PrismaClient, time: string, ...elections: readonly Election[]): Promise<number> =>
  planReminders(db, elections.length > 0 ? elections : [ELECTION], SHARP, at(time));
const take = async (db: PrismaClient): Promise<readonly string[]> => {
  const wanted = { rate: { perSecond: 1e9, burst: 1e9 }, most: 7, ahead: 0, spent: 0, now: at('12:00') };
  const { taken } = await claimReminders(db, 'telegram', wanted);
  return taken.map(({ contact }) => Buffer.from(contact).toString('hex'));
};
const states = async (): Promise<Readonly<Record<string, number>>> => {
  const rows = await database.db.reminder.groupBy({ by: ['state'], _count: true });
  return Object.fromEntries(rows.map(({ state, _count }) => [state, _count]));
};

test('all plan at once: one does', async () => {
  const planned = await Promise.all([...processes, ...processes].map((db) => plan(db, '07:30')));
  expect(planned.reduce((sum, count) => sum + count, 0)).toBe(PEOPLE);
  expect(await states()).toEqual({ planned: PEOPLE });
});

test('all take at once: nobody is taken twice, and nobody is left', async () => {
  await plan(database.db, '07:30');
  const taken: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    taken.push(...(await Promise.all([...processes, ...processes].map(take))).flat());
  }
  expect(new Set(taken).size).toBe(taken.length);
  expect(taken).toHaveLength(PEOPLE);
  expect(await states()).toEqual({ sending: PEOPLE });
});

test('one cancels while others take: what was taken is under way, and nothing else is left', async () => {
  await plan(database.db, '07:30');
  await putElection(database.db, MOVED);
  const [first, second, third] = processes;
  if (!first || !second || !third) throw new Error('there are not three');
  const [early, , late] = await Promise.all([take(first), plan(second, '12:00', MOVED), take(third)]);
  const taken = new Set([...early, ...late]);
  expect(await take(first)).toEqual([]);
  expect(await states()).toEqual(taken.size > 0 ? { sending: taken.size } : {});
});

test('some find the calendar moved and some do not yet: nobody has two places on a day, and the last one is right', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    await Promise.all(processes.map((db, n) => plan(db, '07:30', n === 0 ? MOVED : ELECTION)));
  }
  await plan(database.db, '07:35');
  expect(await states()).toEqual({ planned: PEOPLE });
  await plan(database.db, '07:40', MOVED);
  expect(await states()).toEqual({});
});

test('all find a message moved away at once: the invitation that it had kept back takes its place once', async () => {
  expect(await plan(database.db, '07:30', ELECTION, LATER)).toBe(PEOPLE);
  const planned = await Promise.all([...processes, ...processes].map((db) => plan(db, '07:35', MOVED, LATER)));
  expect(planned.reduce((sum, count) => sum + count, 0)).toBe(PEOPLE);
  expect(await states()).toEqual({ planned: PEOPLE });
});

test('whom another process gives a place at the moment in which they are to get one has one, and nobody else goes without', async () => {
  const [first, second] = processes;
  if (!first || !second) throw new Error('there are not two');
  await plan(first, '07:30', ELECTION, LATER);
  await remindable(database.db, '0', { on: 'whatsapp', pledged: [] });
  const { id } = await database.db.reminderRun.findFirstOrThrow({ where: { electionId: LATER.id } });
  const { key } = await database.db.contact.findFirstOrThrow({ where: { channel: 'whatsapp' } });
  const [planned] = await second.$transaction(async (tx) => {
    const due = new Date(at('08:00'));
    const place = { contact: key, day: DAY, runId: id, channel: 'whatsapp', due, state: 'planned' };
    await tx.reminder.create({ data: place });
    const planning = plan(first, '07:35', MOVED, LATER);
    await untilWaiting(database.db);
    return [planning] as const;
  });
  expect(await planned).toBe(PEOPLE - 1);
  expect(await states()).toEqual({ planned: PEOPLE });
});
