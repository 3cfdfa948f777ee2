/**
 * Everybody has one place on a day: a row, which is of one message. Here a message is given those that are nobody's, and those
 * that another gives up for it, all in one statement: a place is never lost on the way, nor taken from a message that is going out.
 */
import type { IsoDay } from '../../domain/election.ts';
import type { Duty, ReminderKind, Window } from '../../domain/reminder.ts';
import { Prisma } from '../generated/client.ts';
import { audience, PROVEN } from './audience.ts';
import { isUninvited } from './invited.ts';

/**
 * Which places `r` a message takes from others: that of a day of masa tenang goes before invitations that are not under way yet,
 * and before whatever was left unsent, also of its own: who pledges again, or says yes again, is told after all.
 */
export const yieldingTo = (kind: ReminderKind): Prisma.Sql =>
  kind === 'quiet'
    ? Prisma.sql`(r.state IN ('needless', 'stopped') OR (
        r.state = 'planned' AND r.run_id IN (SELECT id FROM reminder_run WHERE kind <> 'quiet')))`
    : Prisma.sql`false`;

/**
 * Places of a day. PostgreSQL is not to guess how few they are by what it knows of the table: it may know nothing of a day that has just
 * been planned, and would compare all of them with all. Of a CASE it takes half for granted.
 */
const isOf = (day: IsoDay, is: Prisma.Sql = Prisma.sql`true`): Prisma.Sql =>
  Prisma.sql`CASE WHEN r.day = ${day} AND ${is} THEN true ELSE false END`;

/** What makes `r` a place of the person who is to get a message in chat `a.contact`; it may be from before a chat was known to be theirs. */
const TIES: readonly Prisma.Sql[] = [
  Prisma.sql`reminder r WHERE r.contact = a.contact`,
  Prisma.sql`reminder r WHERE r.person = a.person`,
  Prisma.sql`contact c JOIN reminder r ON r.contact = c.key WHERE r.person IS NULL AND c.person_id = a.person AND ${PROVEN}`,
];

/** Whether `a` has no place on a day but such as are `free`. */
export const isUntold = (day: IsoDay, free: Prisma.Sql): Prisma.Sql =>
  Prisma.join(
    TIES.map((tie) => Prisma.sql`NOT EXISTS (SELECT FROM ${tie} AND ${isOf(day, Prisma.sql`NOT ${free}`)})`),
    ' AND ',
  );

/**
 * The statement that gives a message its places, at moments of chance within the window. A place that another process takes, or
 * begins to send, at that moment is not given, and whose it was gets no second one.
 *
 * @param run what yields the `id` of its run, or nothing
 * @param free which places `r` it takes
 * @param also whoever has no place at all
 */
export const givePlaces = (
  run: Prisma.Sql,
  { election, kind, day }: Duty,
  window: Window,
  { free, also }: { readonly free: Prisma.Sql; readonly also: boolean },
): Prisma.Sql => Prisma.sql`
  WITH run AS (${run}),
  heirs AS MATERIALIZED (
    SELECT a.contact, a.person, a.channel, run.id AS run_id FROM run CROSS JOIN (${audience(election.id, kind)}) AS a
    WHERE ${isUninvited(election.id, kind)} AND ${isUntold(day, free)}
  ),
  places AS MATERIALIZED (${Prisma.join(
    TIES.map(
      (tie) => Prisma.sql`
      SELECT a.contact AS heir, r.contact FROM heirs a CROSS JOIN LATERAL (SELECT r.contact FROM ${tie} AND ${isOf(day)}) AS r`,
    ),
    ' UNION ',
  )}),
  freed AS (
    DELETE FROM reminder r USING places WHERE r.contact = places.contact AND ${isOf(day, free)} RETURNING r.contact
  ),
  lost AS (
    SELECT heir FROM places WHERE NOT EXISTS (SELECT FROM freed WHERE freed.contact = places.contact)
  )
  INSERT INTO reminder (contact, day, run_id, person, channel, due, state)
  SELECT a.contact, ${day}, a.run_id, a.person, a.channel, ${chance(window)}, 'planned'
  FROM heirs a
  WHERE NOT EXISTS (SELECT FROM lost WHERE lost.heir = a.contact)
    ${also ? Prisma.empty : Prisma.sql`AND EXISTS (SELECT FROM places WHERE places.heir = a.contact)`}
  ON CONFLICT DO NOTHING`;

/** A moment, ms since 1970. */
export const at = (moment: number): Prisma.Sql => Prisma.sql`${new Date(moment).toISOString()}::timestamptz`;

/** A moment of chance, another for each row. */
export const chance = ({ begins, spreadTo }: Window): Prisma.Sql =>
  Prisma.sql`${at(begins)} + random() * ${spreadTo - begins} * interval '1 millisecond'`;
