import { isQuiet } from '../../domain/election.ts';
import { text } from '../../domain/message.ts';
import {
  CATEGORIES,
  categoryAbout,
  categoryLabel,
  categoryPages,
  categoryWords,
  type ReportCategory,
} from '../../domain/report.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Context, type Option, type Step, slot, type Verdict } from '../../engine/flow.ts';

const firstSlot = slot('category', isOneOf(...CATEGORIES, 'more'));
const secondSlot = slot('category2', isOneOf(...CATEGORIES));

/** The answers to forget when the category is to be chosen anew. */
export const CATEGORY_STEPS: readonly string[] = [firstSlot.id, secondSlot.id];

export function categoryOf(context: Pick<Context, 'answers'>): ReportCategory {
  const first = firstSlot.of(context);
  return (first === 'more' ? secondSlot.of(context) : first) ?? 'lain';
}

const optionOf = (category: ReportCategory): Option => ({
  id: category,
  label: categoryLabel(category),
  words: categoryWords(category),
});

/** The two pages of the list. In masa tenang money leads it. */
const pages = ({ world }: Context) => categoryPages(isQuiet(world.calendar.elections, world.now));

/** Fourteen are too many at once: seven, and the way to the others. */
export const categoryStep: Step<ReportCategory | 'more'> = {
  slot: firstSlot,
  ask: (context) => ({
    paragraphs: [text('filing.category_ask')],
    options: [
      ...pages(context)[0].map(optionOf),
      { id: 'more', label: text('filing.category_more'), words: 'filing.category_more_words' },
    ],
  }),
  accept: (context, input): Verdict<ReportCategory | 'more'> => {
    if (input.kind === 'choice' && input.id === 'more') return { kind: 'answer', value: 'more' };
    const chosen = CATEGORIES.find((one) => input.kind === 'choice' && input.id === one);
    if (chosen) return answered(chosen);
    // A word of the second page, typed on the first.
    const meant =
      input.kind === 'text' &&
      CATEGORIES.find((one) => context.world.words(categoryWords(one)).includes(input.text.trim().toLowerCase()));
    return meant ? answered(meant) : { kind: 'again', says: [text('filing.category_again')] };
  },
};

export const otherCategoryStep: Step<ReportCategory> = {
  slot: secondSlot,
  applies: (context) => firstSlot.of(context) === 'more',
  ask: (context) => ({
    paragraphs: [text('filing.category_ask_more')],
    options: [
      ...pages(context)[1].map(optionOf),
      { id: 'back', label: text('filing.category_first'), words: 'filing.category_first_words' },
    ],
  }),
  accept: (_, input): Verdict<ReportCategory> => {
    if (input.kind === 'choice' && input.id === 'back') return { kind: 'reopen', steps: CATEGORY_STEPS };
    const chosen = CATEGORIES.find((one) => input.kind === 'choice' && input.id === one);
    return chosen ? answered(chosen) : { kind: 'again', says: [text('filing.category_again')] };
  },
};

const answered = (category: ReportCategory) =>
  ({
    kind: 'answer',
    value: category,
    says: [
      text('filing.category_chosen', {
        category: { key: categoryLabel(category).key },
        about: { key: categoryAbout(category).key },
      }),
    ],
  }) as const;
