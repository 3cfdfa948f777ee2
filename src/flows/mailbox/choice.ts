import { text } from '../../domain/message.ts';
import { findReceiptCode } from '../../domain/receipt.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Step, slot, type Verdict } from '../../engine/flow.ts';
import { boxOf, watching } from './box.ts';

type Choice = 'write' | 'add' | 'watch' | 'withdraw' | 'close';
const choiceSlot = slot('choice', isOneOf('write', 'add', 'watch', 'withdraw', 'close'));

export const choiceOf = choiceSlot.of;

/** The answers to forget to come back to the choice. */
export const CHOICE_STEP = choiceSlot.id;

/** What to do with the open report. */
export const choiceStep: Step<Choice> = {
  slot: choiceSlot,
  // Nothing is left to add to, or to ask about.
  infer: (context) => (boxOf(context)?.withdrawn ? 'close' : undefined),
  ask: (context) => ({
    paragraphs: [text('mailbox.choice_ask')],
    options: [
      { id: 'write', label: text('mailbox.choice_write'), words: 'mailbox.choice_write_words' },
      { id: 'add', label: text('mailbox.choice_add'), words: 'mailbox.choice_add_words' },
      boxOf(context)?.watched
        ? { id: 'unwatch', label: text('mailbox.choice_unwatch'), words: 'mailbox.choice_unwatch_words' }
        : { id: 'watch', label: text('mailbox.choice_watch'), words: 'mailbox.choice_watch_words' },
      { id: 'withdraw', label: text('mailbox.choice_withdraw'), words: 'mailbox.choice_withdraw_words' },
      { id: 'close', label: text('mailbox.choice_close'), words: 'mailbox.choice_close_words' },
    ],
  }),
  accept: (context, input): Verdict<Choice> => {
    // The code of another report, or the same again for news.
    if (input.kind === 'text' && findReceiptCode(input.text)) {
      return { kind: 'leave', says: [], next: 'mailbox', typed: input.text };
    }
    if (input.kind !== 'choice') return { kind: 'again', says: [text('filing.choose_please')] };
    switch (input.id) {
      case 'unwatch':
        return { kind: 'reopen', steps: [], ...watching(context, false), says: [text('mailbox.watch_off')] };
      case 'write':
      case 'add':
      case 'watch':
      case 'withdraw':
        return { kind: 'answer', value: input.id };
      default:
        return { kind: 'answer', value: 'close' };
    }
  },
};
