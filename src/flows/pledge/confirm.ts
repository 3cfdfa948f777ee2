import type { LegalDocument } from '../../domain/document.ts';
import { text } from '../../domain/message.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Context, type Slot, type Step, slot, type Verdict } from '../../engine/flow.ts';
import type { Effect } from '../../engine/types.ts';
import { documentsOf, electionOf } from './election.ts';
import { personSlot, pledgeKeyOf } from './person.ts';
import { proofOf } from './proof.ts';
import { certificatesOf } from './record.ts';

/** Whether further documents follow. */
export type Place = 'more' | 'last';
type Confirmed = 'yes' | 'recorded';

/**
 * Where the confirmation of a document is kept. The version is part of its name: another text needs another confirmation. The
 * last document's has made the pledge, which is more than having been confirmed while others were to follow.
 */
export const confirmSlot = ({ kind, version }: LegalDocument, place: Place): Slot<Confirmed> =>
  slot(`${kind}${version}.confirm`, place === 'more' ? isOneOf('yes') : isOneOf('recorded'));

/** The closing of a document and its confirmation. The last document's confirmation makes the pledge. */
export function confirmStep(document: LegalDocument, place: Place): Step<Confirmed> {
  return {
    slot: confirmSlot(document, place),
    ask: () => ({
      paragraphs: [
        text(document.kind === 'ikrar' ? 'pledge.confirm_ikrar' : 'pledge.confirm_pakta', {
          closing: document.closing,
        }),
        ...(place === 'more' ? [text('pledge.confirm_more')] : []),
      ],
      options: [
        { id: 'yes', label: text('pledge.confirm_yes'), words: 'pledge.confirm_yes_words' },
        { id: 'no', label: text('pledge.confirm_no'), words: 'pledge.confirm_no_words' },
      ],
    }),
    accept: (context, input): Verdict<Confirmed> => {
      if (input.kind !== 'choice') return { kind: 'again', says: [text('pledge.confirm_again')] };
      if (input.id === 'no') return { kind: 'leave', says: [text('pledge.declined')] };
      return place === 'more' ? { kind: 'answer', value: 'yes' } : record(context);
    },
  };
}

function record(context: Context): Verdict<Confirmed> {
  const person = personSlot.of(context);
  const election = electionOf(context);
  if (!person || !election) return { kind: 'again', says: [text('pledge.confirm_again')] };
  const { id: personId, ...shown } = person;
  const proof = proofOf(context);
  const key = pledgeKeyOf(context, personId);
  const at = context.world.now;
  const made: Effect = {
    type: 'pledge_made',
    id: context.world.random.id(),
    key,
    proof,
    at,
    documents: documentsOf(context).map(({ ref }) => ref),
    shown,
  };
  const used: readonly Effect[] = proof === 'code' ? [{ type: 'code_used', personId, at }] : [];
  const when = { at: { moment: at, zone: election.zone } };
  return {
    kind: 'answer',
    value: 'recorded',
    effects: [made, ...used],
    says: [text(proof === 'none' ? 'pledge.recorded_pending' : 'pledge.recorded', when)],
    shows: certificatesOf(key),
    remember: { last: key },
  };
}
