import { text } from '../../domain/message.ts';
import { maskNip } from '../../domain/nip.ts';
import type { Pledge } from '../../domain/pledge.ts';
import { isOneOf, isRecord, isText, maybe } from '../../engine/answers.ts';
import { type Context, type Step, slot, type Verdict } from '../../engine/flow.ts';
import type { PledgeKey } from '../../engine/types.ts';
import { usedEffects } from '../reminders.ts';
import { electionOf } from './election.ts';
import { rosterPerson } from './nip.ts';
import { IDENTITY_STEPS, proofOf } from './proof.ts';
import { certificatesOf } from './record.ts';

/** Whose pledge it is, as confirmed; what the certificate may show of them. `before`: they have pledged in another chat. */
export type Confirmed = {
  readonly id: string;
  readonly nip: string;
  readonly name?: string;
  readonly office?: string;
  readonly before?: 'yes';
};

export const personSlot = slot(
  'person',
  isRecord<Confirmed>({
    id: isText,
    nip: isText,
    name: maybe(isText),
    office: maybe(isText),
    before: maybe(isOneOf('yes')),
  }),
);

/** Where this person's pledge stands: the one that counts, or one that waits, of this chat. */
export function pledgeKeyOf(context: Context, personId: string): PledgeKey {
  return {
    electionId: electionOf(context)?.id ?? '',
    personId,
    slot: proofOf(context) === 'none' ? { chat: context.ownPlace } : 'verified',
  };
}

/** «Apakah ini Bapak/Ibu?» Name and office only for somebody who has shown to be the owner of the NIP. */
export const personStep: Step<Confirmed> = {
  slot: personSlot,
  ask: async (context) => {
    const person = await rosterPerson(context);
    const nip = person ? maskNip(person.nip) : '';
    const shown =
      person && proofOf(context) !== 'none'
        ? text('pledge.person_ask', { name: person.name, nip, office: person.office })
        : text('pledge.person_ask_pending', { nip });
    return {
      paragraphs: [shown],
      options: [
        { id: 'yes', label: text('pledge.person_yes'), words: 'pledge.person_yes_words' },
        { id: 'no', label: text('pledge.person_no'), words: 'pledge.person_no_words' },
      ],
    };
  },
  accept: async (context, input): Promise<Verdict<Confirmed>> => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('pledge.person_again')] };
    const person = await rosterPerson(context);
    // No longer in the roster since the NIP was typed: back to the NIP, which says so.
    if (input.id === 'no' || !person) return { kind: 'reopen', steps: IDENTITY_STEPS };
    const key = pledgeKeyOf(context, person.id);
    const existing = await context.world.directory.pledge(key);
    const nip = maskNip(person.nip);
    if (existing && existing.status !== 'withdrawn') return showExisting(context, existing, key, nip);
    const says = existing ? [text('pledge.withdrawn_before')] : [];
    return proofOf(context) === 'none'
      ? { kind: 'answer', says, value: { id: person.id, nip } }
      : { kind: 'answer', says, value: { id: person.id, nip, name: person.name, office: person.office } };
  },
};

/**
 * One pledge for a person and an election: doing it again shows the one there is. Who has said nothing of reminders in this chat
 * is asked: the chat they pledged in may be one that they do not have any more. Who has said no in a chat of theirs is not.
 */
async function showExisting(
  context: Context,
  pledge: Pledge,
  key: PledgeKey,
  nip: string,
): Promise<Verdict<Confirmed>> {
  const election = electionOf(context);
  const values = { election: election?.name ?? '', at: { moment: pledge.at, zone: election?.zone ?? 'Asia/Jakarta' } };
  const told = {
    says: [text(pledge.status === 'pending' ? 'pledge.already_pending' : 'pledge.already', values)],
    effects: usedEffects(context.session, key),
    shows: certificatesOf(key),
    remember: { last: key },
  };
  const { directory } = context.world;
  const isAsked =
    (await directory.reminders(context.contact)) === undefined &&
    !(proofOf(context) !== 'none' && (await directory.declined(key.personId)));
  return isAsked
    ? { kind: 'answer', value: { id: key.personId, nip, before: 'yes' }, ...told }
    : { kind: 'leave', ...told };
}
