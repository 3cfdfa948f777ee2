/** Writes who is told what on a day, before anything is sent. */
import { randomBytes } from 'node:crypto';
import type { IsoDay } from '../../domain/election.ts';
import type { Duty, DutyName, Window } from '../../domain/reminder.ts';
import type { Db } from '../db.ts';
import { Prisma } from '../generated/client.ts';
import { at, chance, givePlaces, yieldingTo } from './places.ts';

/** What there is of a run already. */
export interface PlannedRun extends DutyName {
  readonly id: string;
  readonly day: IsoDay;
  readonly state: 'running' | 'paused' | 'cancelled';
}

/** Runs of a day or later, and earlier ones that still have something to send. */
export async function listRuns(db: Db, from: IsoDay): Promise<readonly PlannedRun[]> {
  return db.$queryRaw<PlannedRun[]>`
    SELECT id, election_id AS "electionId", kind, since, day, state FROM reminder_run
    WHERE day >= ${from} OR EXISTS (SELECT FROM reminder r WHERE r.run_id = reminder_run.id AND r.state = 'planned')
    ORDER BY day, id`;
}

/**
 * Plans a run, all of it or nothing: one row for each chat, at moments of chance within the window. Whoever gets another
 * message on that day, or had this invitation on another, gets none of this one; one of masa tenang goes before an invitation. A run
 * that was planned already stays as it is, unless it was cancelled; one that was paused then comes back paused.
 *
 * @param again whether an invitation of which nothing waits may go out on this day too, to whoever had no place on its own
 * @returns how many messages
 */
export async function planRun(db: Db, duty: Duty, window: Window, again = false): Promise<number> {
  const { election, kind, since, day, n, of } = duty;
  const id = randomBytes(9).toString('base64url');
  const run = Prisma.sql`
    INSERT INTO reminder_run (id, election_id, kind, since, day, n, "of", state, begins, ends)
    VALUES (${id}, ${election.id}, ${kind}, ${since}, ${day}, ${n}, ${of}, 'running', ${at(window.opens)}, ${at(window.ends)})
    ON CONFLICT (election_id, kind, since) DO UPDATE SET day = EXCLUDED.day, n = EXCLUDED.n, "of" = EXCLUDED."of",
      state = CASE WHEN reminder_run.was_paused OR reminder_run.state = 'paused' THEN 'paused' ELSE 'running' END,
      was_paused = false, begins = EXCLUDED.begins, ends = EXCLUDED.ends
    WHERE reminder_run.state = 'cancelled' OR (${again} AND reminder_run.day < EXCLUDED.day)
    RETURNING id`;
  return db.$executeRaw(givePlaces(run, duty, window, { free: yieldingTo(kind), also: true }));
}

/**
 * Adds to a run of today whoever has come into its audience since it was planned, and was told nothing else on that day.
 *
 * @param window what is left of the day's hours
 * @returns how many messages
 */
export async function topUpRun(db: Db, id: string, duty: Duty, window: Window): Promise<number> {
  return db.$executeRaw(givePlaces(planned(id), duty, window, { free: yieldingTo(duty.kind), also: true }));
}

/**
 * Gives what was planned for today and is not said any more to another message of the day, which had left whoever is told
 * something else alone. It goes to the chat that counts for it now.
 *
 * @param from runs that are about to be cancelled
 * @param window what is left of the day's hours
 * @returns how many messages
 */
export async function takeOver(
  db: Db,
  from: readonly string[],
  id: string,
  duty: Duty,
  window: Window,
): Promise<number> {
  const free = Prisma.sql`(r.run_id = ANY (${from}::text[]) AND r.state = 'planned')`;
  return db.$executeRaw(givePlaces(planned(id), duty, window, { free, also: false }));
}

/** A run that goes on: who gives it places at the same time waits for the other. */
const planned = (id: string): Prisma.Sql =>
  Prisma.sql`SELECT id FROM reminder_run WHERE id = ${id} AND state <> 'cancelled' FOR NO KEY UPDATE`;

/**
 * What a change of the election's days, of its zone or of the settings means for a run of today: which day of masa tenang it is,
 * and between which hours it may go out. What was due at another hour comes at a moment of what is left of them.
 *
 * @param window what is left of the day's hours; `undefined` when they are over
 */
export async function renewRun(
  db: Db,
  id: string,
  { n, of }: Pick<Duty, 'n' | 'of'>,
  { opens, ends }: Pick<Window, 'opens' | 'ends'>,
  window: Window | undefined,
): Promise<void> {
  await db.$executeRaw`
    WITH renewed AS (
      UPDATE reminder_run SET n = ${n}, "of" = ${of}, begins = ${at(opens)}, ends = ${at(ends)}
      WHERE id = ${id} AND (n, "of", begins, ends) <> (${n}, ${of}, ${at(opens)}, ${at(ends)}) RETURNING id
    )
    UPDATE reminder r SET due = ${window ? chance(window) : Prisma.sql`r.due`} FROM renewed
    WHERE r.run_id = renewed.id AND r.state = 'planned' AND NOT (${at(opens)} <= r.due AND r.due < ${at(ends)})`;
}

/**
 * Moves what is left of an invitation to another day, also what was given back since it was moved. Whoever is told something else
 * on that day is not told this any more.
 */
export async function carryOver(db: Db, id: string, day: IsoDay, window: Window): Promise<void> {
  await db.$executeRaw`
    WITH run AS (
      UPDATE reminder_run SET day = ${day}, begins = ${at(window.opens)}, ends = ${at(window.ends)}
      WHERE id = ${id} AND day < ${day}
    ),
    held_up AS (
      SELECT r.contact, r.day, EXISTS (
        SELECT FROM reminder other WHERE other.day = ${day} AND (other.contact = r.contact OR other.person = r.person)
      ) AS is_told
      FROM reminder r WHERE r.run_id = ${id} AND r.state = 'planned' AND r.day < ${day}
    )
    UPDATE reminder r SET
      state = CASE WHEN is_told THEN 'late' ELSE 'planned' END,
      day = CASE WHEN is_told THEN r.day ELSE ${day} END,
      due = CASE WHEN is_told THEN r.due ELSE ${chance(window)} END
    FROM held_up WHERE r.contact = held_up.contact AND r.day = held_up.day AND r.state = 'planned'`;
}

/** Gives up what was not sent of runs whose time is over. */
export async function giveUp(db: Db, ids: readonly string[]): Promise<void> {
  await db.$executeRaw`
    UPDATE reminder SET state = 'late' WHERE state = 'planned' AND run_id = ANY (${ids}::text[])`;
}

/** The calendar has changed: what was not sent of these runs is not planned any more. */
export async function cancelRuns(db: Db, ids: readonly string[]): Promise<void> {
  await db.$executeRaw`
    WITH runs AS (
      UPDATE reminder_run SET state = 'cancelled', was_paused = was_paused OR state = 'paused'
      WHERE id = ANY (${ids}::text[]) RETURNING id
    )
    DELETE FROM reminder USING runs WHERE reminder.run_id = runs.id AND reminder.state = 'planned'`;
}
