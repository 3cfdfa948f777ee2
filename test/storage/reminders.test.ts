/** What a plan would be, what became of it, and how long that is kept. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Election, IsoDay } from '../../src/domain/election.ts';
import { type Duty, dutiesOn, windowOf } from '../../src/domain/reminder.ts';
import { addElections } from '../../src/storage/elections.ts';
import { claimReminders, openBudget, writeOutcomes } from '../../src/storage/reminders/claiming.ts';
import { forecast } from '../../src/storage/reminders/forecast.ts';
import { tidyReminders } from '../../src/storage/reminders/keeping.ts';
import { pauseRuns, resumeRuns } from '../../src/storage/reminders/pausing.ts';
import { planRun } from '../../src/storage/reminders/planning.ts';
import { type Figure, readOffices, readRuns, readWaiting } from '../../src/storage/reminders/reading.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { remindable } from '../support/remindable.ts';
import { day, ELECTION } from '../support/world.ts';

const HOURS = { from: '08:00', until: '17:00', spreadMinutes: 0 };
/** Its second invitation goes out on the first day of the other's masa tenang. */
const OTHER: Election = { ...ELECTION, id: 'psu', quietFrom: day('2026-11-28'), votingDay: day('2026-12-01') };
const DAY = ELECTION.quietFrom;
const at = (of: IsoDay, time: string): number => Date.parse(`${of}T${time}:00+07:00`);

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  for (const channel of ['telegram', 'whatsapp']) await openBudget(database.db, channel);
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.reminderRun.deleteMany();
  await db.pledge.deleteMany();
  await db.contact.deleteMany();
  await db.election.deleteMany();
  await addElections(db, [ELECTION, { ...OTHER, quietTo: day('2026-11-30'), pledgeCloses: day('2026-11-30') }]);
});

const duties = (on: IsoDay, ...elections: readonly Election[]): readonly Duty[] => dutiesOn(elections, on);

/** Plans the messages of a day, so that they may be sent from 08:00 on. */
async function plan(on: IsoDay, ...elections: readonly Election[]): Promise<void> {
  for (const duty of duties(on, ...elections)) {
    const window = windowOf(duty, HOURS, at(on, '07:30'));
    if (window) await planRun(database.db, duty, window);
  }
}

const claim = async (on: IsoDay, most: number) => {
  const rate = { perSecond: 1e9, burst: 1e9 };
  const wanted = { rate, most, ahead: 0, spent: 0, now: at(on, '12:00') };
  return (await claimReminders(database.db, 'telegram', wanted)).taken;
};

const figure = ({ channel, state, why, count }: Figure): string => `${channel} ${state} ${why ?? '-'} ${count}`;
const figuresOf = async (ids?: readonly string[]): Promise<readonly (readonly string[])[]> =>
  (await readRuns(database.db, ids)).map(({ figures }) => figures.map(figure));

test('a forecast says how many chats of which channel and OPD, each for the first that concerns it, and writes nothing', async () => {
  const { db } = database;
  await remindable(db, 'satu', { office: 'Dinas A', pledged: ['sample'] });
  await remindable(db, 'satu', { office: 'Dinas A', on: 'whatsapp' });
  await remindable(db, 'dua', { office: 'Dinas B', pledged: ['sample'] });
  await remindable(db, 'tiga', { office: 'Dinas B' });
  await remindable(db, 'empat', { office: 'Dinas B', pledged: ['sample', 'psu'] });
  await db.contact.create({
    data: { key: new Uint8Array(2), channel: 'telegram', language: 'id', reminders: true },
  });
  const both = duties(DAY, ELECTION, OTHER);
  expect(both.map(({ kind, election }) => `${kind} ${election.id}`)).toEqual(['quiet sample', 'week psu']);
  expect(await forecast(db, DAY, both)).toEqual([
    [
      { channel: 'whatsapp', office: 'Dinas A', count: 1 },
      { channel: 'telegram', office: 'Dinas B', count: 2 },
    ],
    [{ channel: 'telegram', office: 'Dinas B', count: 1 }],
  ]);
  expect(await db.reminder.count()).toBe(0);
  expect(await forecast(db, DAY, [])).toEqual([]);

  await plan(DAY, ELECTION);
  // Whoever hears of the one today does not hear of the other, also where another chat of theirs was used since.
  await db.contact.updateMany({ where: { personId: 'p satu', channel: 'telegram' }, data: { seq: 1_000_000n } });
  expect(await forecast(db, DAY, duties(DAY, OTHER))).toEqual([[{ channel: 'telegram', office: 'Dinas B', count: 1 }]]);
});

test('a forecast is what is then planned', async () => {
  const { db } = database;
  for (let n = 0; n < 24; n += 1) {
    const pledged = [...(n % 2 ? ['sample'] : []), ...(n % 3 ? [] : ['psu'])];
    await remindable(db, String(n), { office: `Dinas ${n % 4}`, pledged, slot: n % 5 ? 'verified' : `own ${n}` });
    if (n % 7 === 0) await remindable(db, String(n), { office: `Dinas ${n % 4}`, on: 'whatsapp' });
  }
  const said = await forecast(db, DAY, duties(DAY, ELECTION, OTHER));
  await plan(DAY, ELECTION, OTHER);
  const runs = await readRuns(db);
  const planned = new Map<string, unknown>();
  for (const { id, electionId } of runs) planned.set(electionId, await readWaiting(db, id));
  expect([planned.get('sample'), planned.get('psu')]).toEqual(said);
  expect(said.flat().length).toBeGreaterThan(6);
});

test('what became of a run is counted by channel, state and code, and by OPD', async () => {
  const { db } = database;
  for (const name of ['a', 'b', 'c', 'd']) await remindable(db, name, { office: 'Dinas A', pledged: ['sample'] });
  await remindable(db, 'e', { office: 'Dinas B', on: 'whatsapp', pledged: ['sample'] });
  await remindable(db, 'f', { office: 'Dinas B', pledged: ['sample'], slot: 'own' });
  await plan(DAY, ELECTION);
  const taken = await claim(DAY, 5);
  const states = [
    { state: 'sent' },
    { state: 'failed', why: '400' },
    { state: 'blocked' },
    { state: 'unknown' },
  ] as const;
  await writeOutcomes(
    db,
    states.flatMap((what, n) => (taken[n] ? [{ ...taken[n], ...what }] : [])),
  );
  expect(await figuresOf()).toEqual([
    [
      'telegram blocked - 1',
      'telegram failed 400 1',
      'telegram sending - 1',
      'telegram sent - 1',
      'telegram unknown - 1',
      'whatsapp planned - 1',
    ],
  ]);
  const [run] = await readRuns(db);
  expect(run).toMatchObject({ electionId: 'sample', kind: 'quiet', day: DAY, n: 1, of: 3, state: 'running' });
  expect(run?.begins).toEqual(new Date(at(DAY, '08:00')));
  expect(run?.lastDue).toEqual(new Date(at(DAY, '08:00')));
  const offices = await readOffices(db, run?.id ?? '');
  expect(offices.map(({ office, count }) => [office, count])).toEqual([
    ['Dinas A', 4],
    ['Dinas B', 2],
  ]);
  expect(offices.reduce((sum, { sent }) => sum + sent, 0)).toBe(1);
  expect(await readRuns(db, ['another'])).toEqual([]);
});

test('a paused run gives nothing away until it is resumed; each says what it changed', async () => {
  const { db } = database;
  await remindable(db, 'a', { pledged: ['sample'] });
  await plan(DAY, ELECTION, OTHER);
  const ids = (await readRuns(db)).map(({ id }) => id);
  expect(new Set(await pauseRuns(db, ids))).toEqual(new Set(ids));
  expect(await pauseRuns(db, ids)).toEqual([]);
  expect(await claim(DAY, 5)).toEqual([]);
  await db.reminderRun.updateMany({ where: { electionId: 'psu' }, data: { state: 'cancelled' } });
  const sample = (await readRuns(db)).find(({ electionId }) => electionId === 'sample')?.id ?? '';
  expect(await resumeRuns(db, ids)).toEqual([sample]);
  expect(await claim(DAY, 5)).toHaveLength(1);
});

test('30 days after the vote the rows go, and the totals stay', async () => {
  const { db } = database;
  for (const name of ['a', 'b', 'c']) await remindable(db, name, { pledged: ['sample'] });
  await remindable(db, 'd', {});
  await plan(DAY, ELECTION, OTHER);
  const [one] = await claim(DAY, 1);
  if (one) await writeOutcomes(db, [{ ...one, state: 'failed', why: '403' }]);
  const before = await readRuns(db);
  const voted = at(ELECTION.votingDay, '12:00');
  expect(await tidyReminders(db, voted + 30 * 86_400_000)).toBe(0);
  // The other one votes a week later.
  expect(await tidyReminders(db, voted + 31 * 86_400_000)).toBe(3);
  expect(await db.reminder.count()).toBe(1);
  expect((await readRuns(db)).map(({ id, figures }) => ({ id, figures }))).toEqual(
    before.map(({ id, figures }) => ({ id, figures })),
  );
  expect(await tidyReminders(db, voted + 31 * 86_400_000)).toBe(0);
  await db.pledge.deleteMany();
  await db.election.deleteMany();
  // Of an election that is gone the day of the run counts.
  expect(await tidyReminders(db, at(DAY, '12:00') + 31 * 86_400_000)).toBe(1);
  expect(await figuresOf()).toEqual(before.map(({ figures }) => figures.map(figure)));
});
