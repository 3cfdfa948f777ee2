import { text } from '../../domain/message.ts';
import { parseReceiptCode, showsReceiptCode } from '../../domain/receipt.ts';
import { type EvidenceNote, LONGEST_LETTER } from '../../domain/report-body.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Context, type Step, slot, type Verdict } from '../../engine/flow.ts';
import type { Effect } from '../../engine/types.ts';
import { CODE_SHOWN } from '../shared/skippable.ts';
import { boxOf } from './box.ts';
import { CHOICE_STEP, choiceOf } from './choice.ts';

const letterSlot = slot('letter', isOneOf('sent'));

/** What the reporter writes to the officers. */
export const letterStep: Step<'sent'> = {
  slot: letterSlot,
  applies: (context) => choiceOf(context) === 'write',
  ask: () => ({
    paragraphs: [text('mailbox.letter_ask')],
    options: [{ id: 'back', label: text('mailbox.back'), words: 'mailbox.back_words' }],
  }),
  accept: async (context, input): Promise<Verdict<'sent'>> => {
    if (input.kind === 'choice') return { kind: 'reopen', steps: [CHOICE_STEP] };
    const typed = input.kind === 'text' ? input.text.trim() : '';
    // Never sent on: whoever has a code is its reporter.
    if (showsReceiptCode(typed)) {
      return parseReceiptCode(typed) ? { kind: 'leave', says: [], next: 'mailbox', typed } : CODE_SHOWN;
    }
    if (typed === '') return { kind: 'again', says: [text('filing.words_please')], meant: true };
    if (typed.length > LONGEST_LETTER)
      return { kind: 'again', says: [text('filing.too_long', { most: LONGEST_LETTER })], meant: true };
    if (!(await canSeal(context))) return { kind: 'again', says: [text('mailbox.no_key')], meant: true };
    const sent = letterEffect(context, { text: typed, evidence: [] });
    return { kind: 'reopen', steps: [CHOICE_STEP], effects: [sent], says: [text('mailbox.letter_sent')] };
  },
};

/** Whether the officers' key is there and their own. */
export const canSeal = async (context: Context): Promise<boolean> =>
  (await context.world.desk.unit(boxOf(context)?.unit)) !== undefined;

/** What is added to the open report. */
export const letterEffect = (
  context: Context,
  added: { readonly text: string; readonly evidence: readonly EvidenceNote[] },
): Effect => ({
  type: 'letter_sent',
  lookup: boxOf(context)?.lookup ?? '',
  unit: boxOf(context)?.unit ?? '',
  at: context.world.now,
  ...added,
});
