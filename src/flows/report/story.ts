import { text } from '../../domain/message.ts';
import { showsReceiptCode } from '../../domain/receipt.ts';
import { isText } from '../../engine/answers.ts';
import { type Context, type Step, slot } from '../../engine/flow.ts';
import { CODE_SHOWN, skippableStep, toldIn, wordsSlot } from '../shared/skippable.ts';

/** What a message can hold. */
const LONGEST_ACCOUNT = 4000;

const accountSlot = slot('account', isText);
const moreSlot = wordsSlot('more');

export const accountOf = (context: Pick<Context, 'answers'>): string => accountSlot.of(context) ?? '';
export const moreOf = (context: Pick<Context, 'answers'>) => toldIn(moreSlot, context);

/** The answer to forget when one of them is to be told anew. */
export const ACCOUNT_STEP = accountSlot.id;
export const MORE_STEP = moreSlot.id;

/** What happened, in the reporter's own words. The one answer that a report cannot do without. */
export const accountStep: Step<string> = {
  slot: accountSlot,
  ask: () => ({ paragraphs: [text('filing.account_ask')] }),
  accept: (_, input) => {
    if (input.kind !== 'text') return { kind: 'again', says: [text('filing.account_again')], meant: true };
    const typed = input.text.trim();
    if (typed === '') return { kind: 'again', says: [text('filing.account_again')] };
    if (showsReceiptCode(typed)) return CODE_SHOWN;
    return typed.length > LONGEST_ACCOUNT
      ? { kind: 'again', says: [text('filing.too_long', { most: LONGEST_ACCOUNT })], meant: true }
      : { kind: 'answer', value: typed };
  },
};

export const moreStep: Step<string> = skippableStep({
  slot: moreSlot,
  ask: () => [text('filing.more_ask')],
  skip: 'filing.more_none',
  longest: LONGEST_ACCOUNT,
});
