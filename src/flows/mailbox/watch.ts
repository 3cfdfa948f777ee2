import { text } from '../../domain/message.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Step, slot, type Verdict } from '../../engine/flow.ts';
import { watching } from './box.ts';
import { CHOICE_STEP, choiceOf } from './choice.ts';

/** *Kabari saya di obrolan ini*: the one address beside a report. Said what that means, and only then asked for. */
export const watchStep: Step<'yes'> = {
  slot: slot('watch', isOneOf('yes')),
  applies: (context) => choiceOf(context) === 'watch',
  ask: () => ({
    intro: [text('mailbox.watch_says'), text('mailbox.watch_keeps')],
    paragraphs: [text('mailbox.watch_ask')],
    options: [
      { id: 'no', label: text('mailbox.watch_no'), words: 'mailbox.watch_no_words' },
      { id: 'yes', label: text('mailbox.watch_yes'), words: 'mailbox.watch_yes_words' },
    ],
  }),
  accept: (context, input): Verdict<'yes'> => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('filing.choose_please')] };
    const back = { kind: 'reopen', steps: [CHOICE_STEP] } as const;
    return input.id === 'yes' ? { ...back, ...watching(context, true), says: [text('mailbox.watch_on')] } : back;
  },
};
