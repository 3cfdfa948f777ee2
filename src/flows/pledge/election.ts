import type { DocumentRef, LegalDocument } from '../../domain/document.ts';
import { currentElection, dayIn, type Election, pledgeIsOpen } from '../../domain/election.ts';
import { type Text, text } from '../../domain/message.ts';
import { isText } from '../../engine/answers.ts';
import { type Context, type Step, slot } from '../../engine/flow.ts';

const electionSlot = slot('election', isText);

/** Chosen by the calendar, never asked: the flow is closed while there is no open election. */
export const electionStep: Step<string> = {
  slot: electionSlot,
  infer: ({ world }) => {
    const current = currentElection(world.calendar.elections, world.now);
    return 'open' in current ? current.open.id : undefined;
  },
  ask: (context) => ({ paragraphs: closedWords(context) ?? [text('pledge.closed')] }),
  accept: (context) => ({ kind: 'leave', says: closedWords(context) ?? [text('pledge.closed')] }),
};

/** The election this conversation is about. */
export function electionOf(context: Context): Election | undefined {
  const id = electionSlot.of(context);
  return context.world.calendar.elections.find((election) => election.id === id);
}

/** The documents to confirm, in order: the ikrar, then the pakta integritas where there is one. */
export function documentsOf(context: Context): readonly { document: LegalDocument; ref: DocumentRef }[] {
  const election = electionOf(context);
  if (!election) return [];
  return (['ikrar', 'pakta'] as const).flatMap((kind) => context.world.calendar.document(kind, election) ?? []);
}

/** Why the pledge cannot begin or go on, and what is open instead; `undefined` while it can. */
export function closedWords(context: Context): readonly Text[] | undefined {
  const { world } = context;
  const chosen = electionOf(context);
  if (chosen && pledgeIsOpen(chosen, world.now)) return undefined;
  const current = currentElection(world.calendar.elections, world.now);
  if (!chosen && 'open' in current) return undefined;
  const ended = chosen && chosen.pledgeCloses < dayIn(chosen.zone, world.now) ? [endedWords(chosen)] : [];
  if ('open' in current) return [...ended, openWords(current.open)];
  if ('next' in current) return [...ended, nextWords(current.next)];
  return ended.length > 0 ? ended : [text('pledge.closed')];
}

const endedWords = ({ name, pledgeCloses }: Election): Text =>
  text('pledge.closed_meanwhile', { election: name, on: { day: pledgeCloses } });

const openWords = ({ name, pledgeCloses }: Election): Text =>
  text('pledge.closed_instead', { election: name, until: { day: pledgeCloses } });

const nextWords = ({ name, pledgeOpens }: Election): Text =>
  text('pledge.closed_next', { election: name, from: { day: pledgeOpens } });
