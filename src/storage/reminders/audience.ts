/** Whom a message of the calendar concerns: chats that agreed and did not block us, by whether their person has pledged. */
import type { ReminderKind } from '../../domain/reminder.ts';
import { Prisma } from '../generated/client.ts';

/**
 * Whether a chat that stands for a person is of the owner of the NIP: that was shown there, or the OPD has confirmed what was
 * pledged there. `PROVEN`: of contact `c`.
 */
export const provenAs = (person: Prisma.Sql, slot: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (${slot} = 'verified' OR EXISTS (
    SELECT FROM pledge own WHERE own.person_id = ${person} AND own.waited_in = ${slot} AND own.slot = 'verified'
  ))`;
export const PROVEN: Prisma.Sql = provenAs(Prisma.sql`c.person_id`, Prisma.sql`c.slot`);

/**
 * The pledges of the person of contact `c` for an election that were not withdrawn. Who only typed a NIP has what their own chat
 * pledged; where it is not known whether they did more, any pledge of the person counts.
 */
const pledgesFor = (election: Prisma.Sql): Prisma.Sql => Prisma.sql`
  FROM pledge p
  WHERE p.election_id = ${election} AND p.person_id = c.person_id AND p.status <> 'withdrawn'
    AND (p.slot = c.slot OR p.waited_in = c.slot OR c.slot IS NULL OR (p.slot = 'verified' AND ${PROVEN}))`;

/** Whether there is any of them. */
export const hasPledged = (election: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (SELECT ${pledgesFor(election)})`;

/** Id of the ikrar that was confirmed with the last of them. */
export const ikrarOf = (election: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT (SELECT d->>'id' FROM jsonb_array_elements(p.documents) AS d WHERE d->>'kind' = 'ikrar' LIMIT 1)
  ${pledgesFor(election)} ORDER BY p.at DESC LIMIT 1
)`;

/** Whether contact `c` may be written to. */
export const AGREED: Prisma.Sql = Prisma.sql`c.reminders AND c.blocked_on IS NULL AND c.address_sealed IS NOT NULL`;

/**
 * The chats to write to, one row each: `contact`, `channel`, `person`. Of the chats of one person that which was used last.
 * Who only typed a NIP speaks for themselves alone: they neither hear what its owner did nor take the owner's messages away.
 * Of whom no NIP is known nothing is known to have been pledged: they are invited as the ASN that they said they are.
 */
export const audience = (electionId: string, kind: ReminderKind): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT ON (person, alone) contact, channel, person FROM (
    SELECT contact, channel, seq, CASE WHEN proven THEN person_id END AS person, CASE WHEN NOT proven THEN contact END AS alone
    FROM (
      SELECT c.key AS contact, c.channel, c.seq, c.person_id, coalesce(${PROVEN}, false) AS proven
      FROM contact c
      WHERE ${AGREED} AND ${hasPledged(Prisma.sql`${electionId}`)} = ${kind === 'quiet'}
    ) AS agreed
  ) AS chats
  ORDER BY person, alone, seq DESC`;
