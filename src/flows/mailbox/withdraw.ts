import { text } from '../../domain/message.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Step, slot, type Verdict } from '../../engine/flow.ts';
import { boxOf } from './box.ts';
import { CHOICE_STEP, choiceOf } from './choice.ts';

const withdrawSlot = slot('withdraw', isOneOf('yes'));

/** *Cabut laporan*: asked twice, since it cannot be undone. */
export const withdrawStep: Step<'yes'> = {
  slot: withdrawSlot,
  applies: (context) => choiceOf(context) === 'withdraw',
  ask: () => ({
    paragraphs: [text('mailbox.withdraw_ask')],
    options: [
      { id: 'no', label: text('mailbox.withdraw_no'), words: 'mailbox.withdraw_no_words' },
      { id: 'yes', label: text('mailbox.withdraw_yes'), words: 'mailbox.withdraw_yes_words' },
    ],
  }),
  accept: (context, input): Verdict<'yes'> => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('filing.choose_please')] };
    if (input.id === 'no') return { kind: 'reopen', steps: [CHOICE_STEP] };
    const lookup = boxOf(context)?.lookup ?? '';
    return {
      kind: 'answer',
      value: 'yes',
      effects: [{ type: 'report_withdrawn', lookup, at: context.world.now }],
      says: [text('mailbox.withdrawn')],
    };
  },
};
