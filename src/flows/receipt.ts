/** After filing: was the code kept, and shall the conversation be erased. */
import { text } from '../domain/message.ts';
import { hasTail } from '../domain/receipt.ts';
import { isOneOf } from '../engine/answers.ts';
import { type Flow, type Step, slot } from '../engine/flow.ts';
import { byItself, erasureDue, planSettled, planStep } from './shared/planned-erasure.ts';
import { lastWords, ownSideErased, tracesErased, trailStep } from './shared/trail.ts';

const keptSlot = slot('kept', isOneOf('right', 'unchecked'));

/** Letters that are asked for: of sixteen they give away little, and they are compared in memory only. */
const keptStep: Step<'right' | 'unchecked'> = {
  slot: keptSlot,
  ask: (context) => ({
    paragraphs: [text('filing.kept_ask'), byItself(context)],
    options: [{ id: 'skip', label: text('filing.kept_skip'), words: 'filing.skip_words' }],
  }),
  accept: ({ world, chat }, input) => {
    if (input.kind === 'choice') return { kind: 'answer', value: 'unchecked', says: [text('filing.kept_unchecked')] };
    const tail = world.desk.tail(chat);
    if (tail === undefined) return { kind: 'answer', value: 'unchecked', says: [text('filing.kept_forgotten')] };
    return input.kind === 'text' && hasTail(input.text, tail)
      ? { kind: 'answer', value: 'right', says: [text('filing.kept_right')] }
      : { kind: 'again', says: [text('filing.kept_wrong')], meant: true };
  },
};

/** Whether it was asked already if the conversation shall be erased: whoever breaks that off does not want it. */
const isAsked = (context: Parameters<typeof keptSlot.of>[0]): boolean => keptSlot.of(context) !== undefined;

export const receiptFlow: Flow = {
  id: 'receipt',
  erasable: true,
  cancelled: (context) => {
    if (!context.erases) return 'filing.receipt_cancelled_told';
    return isAsked(context) ? 'filing.receipt_cancelled' : 'filing.any_time';
  },
  steps: () => [planStep, keptStep, trailStep],
  dropped: (context, how) => [
    ...planSettled(context),
    ...(how === 'cancelled' && !isAsked(context) ? tracesErased(context) : ownSideErased(context)),
  ],
  hears: async (context, news) => erasureDue(context, news),
  done: (context) => lastWords(context, text('filing.done')),
};
