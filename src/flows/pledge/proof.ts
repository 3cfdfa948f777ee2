import { looksLikeActivationCode, parseActivationCode } from '../../domain/activation.ts';
import { text } from '../../domain/message.ts';
import type { Proof } from '../../domain/pledge.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Context, type Step, slot, type Verdict } from '../../engine/flow.ts';
import { electionOf } from './election.ts';
import { nipSlot, rosterPerson } from './nip.ts';

const proofSlot = slot('proof', isOneOf('contact', 'sender', 'code', 'none'));
const codeSlot = slot('code', isOneOf('right'));

/** How this person showed to be the owner of the NIP; a code counts once it was right. */
export function proofOf(context: Context): Proof {
  const proof = proofSlot.of(context) ?? 'none';
  return proof === 'code' && codeSlot.of(context) !== 'right' ? 'none' : proof;
}

/** The answers to forget when the person turns out to be somebody else. */
export const IDENTITY_STEPS: readonly string[] = [nipSlot.id, proofSlot.id, codeSlot.id];

/**
 * A NIP proves nothing about who is typing. Told by the number a message came from without a question; else asked for: the
 * own contact, the activation code, or neither, and then the OPD confirms later.
 */
export const proofStep: Step<Proof> = {
  slot: proofSlot,
  infer: async (context) => {
    if (!context.sender) return undefined;
    const person = await rosterPerson(context);
    return person?.phone === context.sender ? 'sender' : undefined;
  },
  ask: ({ sharesContact }) => ({
    intro: [text('pledge.proof_ask')],
    paragraphs: [...(sharesContact ? [text('pledge.proof_ask_contact')] : []), text('pledge.proof_ask_code')],
    options: [
      { id: 'code', label: text('pledge.proof_code'), words: 'pledge.proof_code_words' },
      {
        id: 'none',
        label: text(sharesContact ? 'pledge.proof_none' : 'pledge.proof_without_code'),
        words: 'pledge.proof_none_words',
      },
    ],
    ...(sharesContact ? { contact: text('pledge.proof_contact') } : {}),
  }),
  accept: async (context, input): Promise<Verdict<Proof>> => {
    if (input.kind === 'choice') return { kind: 'answer', value: input.id === 'code' ? 'code' : 'none' };
    if (input.kind !== 'contact') return { kind: 'again', says: [text('pledge.proof_again')] };
    if (!input.own) {
      // Without such a button no contact is ever vouched for, whosever it is.
      const why = context.sharesContact ? 'pledge.proof_contact_foreign' : 'pledge.proof_contact_useless';
      return { kind: 'again', says: [text(why)], meant: true };
    }
    const person = await rosterPerson(context);
    return person?.phone !== undefined && person.phone === input.phone
      ? { kind: 'answer', value: 'contact', says: [text('pledge.proof_matched')] }
      : { kind: 'again', says: [text('pledge.proof_contact_mismatch')], meant: true };
  },
};

/** The activation code from the OPD's slip. Wrong tries are counted against the person, whichever chat they come from. */
export const codeStep: Step<'right'> = {
  slot: codeSlot,
  applies: (context) => proofSlot.of(context) === 'code',
  ask: () => ({
    paragraphs: [text('pledge.code_ask')],
    options: [{ id: 'switch', label: text('pledge.code_switch'), words: 'pledge.code_switch_words' }],
  }),
  accept: async (context, input): Promise<Verdict<'right'>> => {
    if (input.kind === 'choice') return { kind: 'reopen', steps: [proofSlot.id] };
    const typed = input.kind === 'text' ? input.text : '';
    const code = parseActivationCode(typed);
    const person = await rosterPerson(context);
    if (!code || !person) {
      const says = [text('pledge.code_not_a_code')];
      return looksLikeActivationCode(typed) ? { kind: 'again', says, meant: true } : { kind: 'again', says };
    }
    const check = await context.world.directory.checkCode(person.id, code);
    if (check.ok) return { kind: 'answer', value: 'right' };
    if (check.why === 'paused') {
      const zone = electionOf(context)?.zone ?? 'Asia/Jakarta';
      return {
        kind: 'again',
        says: [text('pledge.code_paused', { until: { moment: check.until, zone } })],
        meant: true,
      };
    }
    if (check.why === 'used') return { kind: 'again', says: [text('pledge.code_used')], meant: true };
    const failed = { type: 'code_failed', personId: person.id, at: context.world.now } as const;
    return { kind: 'again', says: [text('pledge.code_wrong')], meant: true, effects: [failed] };
  },
};
