import type { LegalDocument } from '../domain/document.ts';
import type { Election } from '../domain/election.ts';
import { type Text, text, under } from '../domain/message.ts';
import { dutiesNow } from '../domain/reminder.ts';
import type { Told } from '../engine/flow.ts';
import type { Session, World } from '../engine/types.ts';
import { usedEffects } from './reminders.ts';

/**
 * The ikrar as it was confirmed by who pledged in this chat last.
 *
 * @param about id of an election; without one it is the one whose masa tenang it is, or else the last one pledged for here
 */
export async function ownPledge(session: Session, world: World, about?: string): Promise<Told> {
  const { last } = session;
  if (!last) return NOTHING;
  for (const election of electionsToTry(last.electionId, world, about)) {
    const pledge = await world.directory.pledge({ ...last, electionId: election.id });
    if (!pledge || pledge.status === 'withdrawn') continue;
    const ref = pledge.documents.find(({ kind }) => kind === 'ikrar');
    const ikrar = ref && world.calendar.version(ref.id, election);
    if (ikrar) return { says: asRead(ikrar), effects: usedEffects(session, last) };
  }
  return NOTHING;
}

const NOTHING: Told = { says: [text('remind.nothing_to_read')] };

function electionsToTry(last: string, { calendar, now }: World, about: string | undefined): readonly Election[] {
  const { elections } = calendar;
  const named = elections.filter(({ id }) => id === about);
  if (named.length > 0) return named;
  const quiet = dutiesNow(elections, now).filter(({ kind }) => kind === 'quiet');
  return [...quiet.map(({ election }) => election), ...elections.filter(({ id }) => id === last)];
}

function asRead({ title, opening, points, closing }: LegalDocument): readonly Text[] {
  return [
    text('remind.title', { title }),
    text('remind.passage', { passage: opening }),
    ...points.map((point, n) => {
      const line = text('remind.numbered', { n: String(n + 1), point });
      return n === 0 ? line : under(line);
    }),
    text('remind.passage', { passage: closing }),
  ];
}
