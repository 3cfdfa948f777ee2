/** Who was invited already. An invitation comes once, however often its day is changed after it went out. */
import type { ReminderKind } from '../../domain/reminder.ts';
import { Prisma } from '../generated/client.ts';

/**
 * Whether no message of this kind went, on whatever day, to chat `a.contact` or to the person `a.person`; always so of masa
 * tenang, each day of which has a message of its own. What may have arrived counts.
 */
export function isUninvited(electionId: string, kind: ReminderKind): Prisma.Sql {
  if (kind === 'quiet') return Prisma.sql`true`;
  const told = Prisma.sql`
    SELECT FROM reminder told JOIN reminder_run r ON r.id = told.run_id
    WHERE r.election_id = ${electionId} AND r.kind = ${kind} AND told.state IN ('sending', 'sent', 'delivered', 'unknown')`;
  return Prisma.sql`NOT EXISTS (${told} AND told.contact = a.contact) AND NOT EXISTS (${told} AND told.person = a.person)`;
}
