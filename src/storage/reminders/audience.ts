/** Whom a message of the calendar concerns: chats that agreed and did not block us, by whether their person has pledged. */
import type { ReminderKind } from '../../domain/reminder.ts';
import { Prisma } from '../generated/client.ts';

/** Whether the person of contact `c` has a pledge for an election that was not withdrawn. */
export const hasPledged = (election: Prisma.Sql): Prisma.Sql => Prisma.sql`
  EXISTS (
    SELECT FROM pledge p
    WHERE p.election_id = ${election} AND p.person_id = c.person_id AND p.status <> 'withdrawn'
      AND (p.slot = c.slot OR p.waited_in = c.slot)
  )`;

/** Whether contact `c` may be written to. */
export const AGREED: Prisma.Sql = Prisma.sql`c.reminders AND c.blocked_on IS NULL AND c.address_sealed IS NOT NULL`;

/**
 * The chats to write to, one row each: `contact`, `channel`, `person`. Of the chats of one person that which was used last.
 * Who only typed a NIP speaks for themselves alone: they neither hear what its owner did nor take the owner's messages away.
 */
export const audience = (electionId: string, kind: ReminderKind): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT ON (person, alone) contact, channel, person FROM (
    SELECT c.key AS contact, c.channel, c.seq,
      CASE WHEN c.slot = 'verified' THEN c.person_id END AS person,
      CASE WHEN c.slot <> 'verified' THEN c.key END AS alone
    FROM contact c
    WHERE ${AGREED} AND c.person_id IS NOT NULL AND c.slot IS NOT NULL
      AND ${hasPledged(Prisma.sql`${electionId}`)} = ${kind === 'quiet'}
  ) AS chats
  ORDER BY person, alone, seq DESC`;
