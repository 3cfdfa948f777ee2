import { currentElection, type Election } from '../domain/election.ts';
import { type Text, text } from '../domain/message.ts';
import type { Pledge } from '../domain/pledge.ts';
import { findReceiptCode } from '../domain/receipt.ts';
import { isOneOf } from '../engine/answers.ts';
import { type Context, type Flow, type Option, type Step, slot } from '../engine/flow.ts';
import { certificatesOf } from './pledge/record.ts';
import { usedEffects } from './reminders.ts';

const CODE: Option = { id: 'code', label: text('status.code'), words: 'status.code_words' };
/** What was handed over: a certificate, or a receipt while the pledge waits. */
const SEND = {
  valid: { id: 'send', label: text('status.send') },
  pending: { id: 'send', label: text('status.send_pending') },
} as const;
const CLOSE = { id: 'close', label: text('status.close'), words: 'status.close_words' } as const;

const more: Step<'closed'> = {
  slot: slot('more', isOneOf('closed')),
  ask: async (context) => {
    const found = await lastPledge(context);
    return {
      intro: [found ? describe(found) : text('status.none'), ...dates(context)],
      paragraphs: [text('status.ask')],
      options: found && found.pledge.status !== 'withdrawn' ? [SEND[found.pledge.status], CODE, CLOSE] : [CODE, CLOSE],
    };
  },
  accept: async (context, input) => {
    if (input.kind === 'text' && findReceiptCode(input.text)) {
      return { kind: 'leave', says: [], next: 'mailbox', typed: input.text };
    }
    if (input.kind !== 'choice') return { kind: 'again', says: [text('status.again')] };
    if (input.id === 'code') return { kind: 'leave', says: [], next: 'mailbox' };
    const { last } = context.session;
    if (input.id === 'send' && last) {
      const pending = (await lastPledge(context))?.pledge.status === 'pending';
      const says = [text(pending ? 'status.sending_pending' : 'status.sending')];
      return { kind: 'leave', says, effects: usedEffects(context.session, last), shows: certificatesOf(last) };
    }
    return { kind: 'leave', says: [text('status.bye')] };
  },
};

/** /status: the pledge made in this chat, and the dates of the election. */
export const statusFlow: Flow = {
  id: 'status',
  transient: true,
  cancelled: () => 'status.bye',
  steps: () => [more],
  done: (context) => dates(context),
};

async function lastPledge({ session, world }: Context): Promise<{ pledge: Pledge; election: Election } | undefined> {
  if (!session.last) return undefined;
  const pledge = await world.directory.pledge(session.last);
  const election = world.calendar.elections.find((one) => one.id === session.last?.electionId);
  return pledge && election ? { pledge, election } : undefined;
}

function describe({ pledge, election }: { pledge: Pledge; election: Election }): Text {
  return text(`status.${pledge.status}`, {
    election: election.name,
    at: { moment: pledge.at, zone: election.zone },
    nip: pledge.shown.nip,
  });
}

function dates({ world }: Context): readonly Text[] {
  const current = currentElection(world.calendar.elections, world.now);
  if ('none' in current) return [text('status.nothing')];
  if ('next' in current) {
    return [text('status.next', { election: current.next.name, from: { day: current.next.pledgeOpens } })];
  }
  const { open } = current;
  return [
    text('status.open', {
      election: open.name,
      until: { day: open.pledgeCloses },
      quiet_from: { day: open.quietFrom },
      quiet_to: { day: open.quietTo },
      vote: { day: open.votingDay },
    }),
  ];
}
