/** What a claim costs beside a run that is paused, in rows that PostgreSQL itself has counted. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../src/domain/election.ts';
import { dutiesOn } from '../../src/domain/reminder.ts';
import type { Db } from '../../src/storage/db.ts';
import { addElections } from '../../src/storage/elections.ts';
import { claimReminders, giveUpUnknown, isAnythingDue, openBudget } from '../../src/storage/reminders/claiming.ts';
import { pauseRuns } from '../../src/storage/reminders/pausing.ts';
import { planRun } from '../../src/storage/reminders/planning.ts';
import { readRuns } from '../../src/storage/reminders/reading.ts';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';
import { remindable } from '../support/remindable.ts';
import { ELECTION } from '../support/world.ts';

const PAUSED = 3000;
const OTHERS = 20;
const DAY = ELECTION.quietFrom;
const NOON = Date.parse(`${DAY}T12:00:00+07:00`);
/** Of another election, whose invitation goes out on the same day. */
const OTHER = { ...ELECTION, id: 'other', pledgeOpens: DAY, quietFrom: addDays(DAY, 5), quietTo: addDays(DAY, 5) };

let database: TestDatabase;
beforeAll(async () => {
  database = await postgresDatabase();
  const { db } = database;
  await openBudget(db, 'telegram');
  await addElections(db, [ELECTION, OTHER]);
  for (let n = 0; n < OTHERS; n += 1) await remindable(db, String(n), { pledged: [ELECTION.id, OTHER.id] });
  const window = { opens: NOON - 1, begins: NOON - 1, spreadTo: NOON, ends: NOON + 3_600_000 };
  for (const duty of dutiesOn([ELECTION], DAY)) await planRun(db, duty, window);
  // A crowd that is due before them.
  await db.$executeRaw`
    INSERT INTO reminder_run (id, election_id, kind, since, day, n, "of", state, begins, ends)
    SELECT 'crowd', 'other', 'opening', day, day, 0, 0, 'running', begins, ends FROM reminder_run`;
  await db.$executeRaw`
    INSERT INTO reminder (contact, day, run_id, channel, due, state)
    SELECT sha256(n::text::bytea), ${DAY}, 'crowd', 'telegram', ${new Date(NOON - 3_600_000).toISOString()}::timestamptz, 'planned'
    FROM generate_series(1, ${PAUSED}::int) AS n`;
  await pauseRuns(db, ['crowd']);
  await db.$executeRaw`ANALYZE reminder`;
});
afterAll(() => database.close());

/** Rows of reminders that PostgreSQL reads for a piece of work. */
async function read(work: (db: Db) => Promise<unknown>): Promise<number> {
  return database.db.$transaction(async (tx) => {
    const before = await readSoFar(tx);
    await work(tx);
    return (await readSoFar(tx)) - before;
  });
}

async function readSoFar(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT (seq_tup_read + idx_tup_fetch)::int AS count FROM pg_stat_xact_user_tables WHERE relname = 'reminder'`;
  return row?.count ?? Number.NaN;
}

test('whoever takes messages, or looks whether there are any, reads none of those that are paused', async () => {
  const wanted = { rate: { perSecond: 1e9, burst: 1e9 }, most: 2, ahead: 0, spent: 0, now: NOON };
  const handfuls: number[] = [];
  // So often that PostgreSQL could settle on a plan that does not know how many are wanted.
  const rows = await read(async (db) => {
    while (handfuls.length < 8) handfuls.push((await claimReminders(db, 'telegram', wanted)).taken.length);
  });
  expect(handfuls).toEqual(handfuls.map(() => wanted.most));
  expect(rows).toBeLessThan(handfuls.length * OTHERS);
  expect(await read((db) => isAnythingDue(db, 'telegram', NOON))).toBeLessThan(OTHERS);
  expect(await read(giveUpUnknown)).toBeLessThan(OTHERS);
  const crowd = (await readRuns(database.db, ['crowd'])).flatMap(({ figures }) => figures);
  expect(crowd).toEqual([expect.objectContaining({ state: 'planned', count: PAUSED })]);
});
