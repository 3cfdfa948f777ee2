import type { MessageKey } from '../../domain/message.ts';
import { type Text, text } from '../../domain/message.ts';
import { showsReceiptCode } from '../../domain/receipt.ts';
import { isText } from '../../engine/answers.ts';
import { type Context, type Option, type Slot, type Step, slot, type Verdict } from '../../engine/flow.ts';

/** What stands for «not told» among answers. */
export const SKIPPED = '';

/** Longer than anybody needs for a name or a place. */
const LONGEST = 300;

/** Words with a code in them go to nobody, for whoever has it is its reporter. */
export const CODE_SHOWN: Verdict<never> = { kind: 'again', says: [text('filing.code_shown')], meant: true };

export interface Skippable {
  readonly slot: Slot<string>;
  readonly applies?: (context: Context) => boolean;
  readonly ask: (context: Context) => readonly Text[];
  /** The button that goes on without an answer. */
  readonly skip: MessageKey;
  /** Choices beside it, by the answer they give. */
  readonly options?: (context: Context) => readonly Option[];
  /** What a typed answer becomes. */
  readonly read?: (typed: string, context: Context) => string;
  /** Characters. */
  readonly longest?: number;
}

/** A question that is answered in own words, and that may be left open. */
export function skippableStep(of: Skippable): Step<string> {
  const longest = of.longest ?? LONGEST;
  const optionsOf = (context: Context): readonly Option[] => [
    ...(of.options?.(context) ?? []),
    { id: 'skip', label: text(of.skip), words: 'filing.skip_words' },
  ];
  return {
    slot: of.slot,
    ...(of.applies ? { applies: of.applies } : {}),
    ask: (context) => ({ paragraphs: of.ask(context), options: optionsOf(context) }),
    accept: (context, input) => {
      if (input.kind === 'choice') {
        return { kind: 'answer', value: input.id === 'skip' ? SKIPPED : input.id };
      }
      if (input.kind !== 'text') return { kind: 'again', says: [text('filing.words_please')], meant: true };
      const typed = input.text.trim();
      if (typed === '') return { kind: 'again', says: [text('filing.words_please')] };
      if (showsReceiptCode(typed)) return CODE_SHOWN;
      if (typed.length > longest) {
        return { kind: 'again', says: [text('filing.too_long', { most: longest })], meant: true };
      }
      return { kind: 'answer', value: of.read?.(typed, context) ?? typed };
    },
  };
}

/** A slot of {@link skippableStep}. */
export const wordsSlot = (id: string): Slot<string> => slot(id, isText);

/** An answer of {@link skippableStep}; `undefined` when it was left open. */
export function toldIn(of: Slot<string>, context: Pick<Context, 'answers'>): string | undefined {
  const told = of.of(context);
  return told === SKIPPED ? undefined : told;
}
