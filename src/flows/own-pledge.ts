import { type Text, text, under } from '../domain/message.ts';
import type { Session, World } from '../engine/types.ts';

/** The ikrar as it reads for the election of the pledge that was made in this chat last. */
export function ownPledge({ last }: Session, { calendar }: World): readonly Text[] {
  const election = calendar.elections.find(({ id }) => id === last?.electionId);
  const ikrar = election && calendar.document('ikrar', election)?.document;
  if (!ikrar) return [text('remind.nothing_to_read')];
  return [
    text('remind.title', { title: ikrar.title }),
    text('remind.passage', { passage: ikrar.opening }),
    ...ikrar.points.map((point, n) => {
      const line = text('remind.numbered', { n: String(n + 1), point });
      return n === 0 ? line : under(line);
    }),
    text('remind.passage', { passage: ikrar.closing }),
  ];
}
