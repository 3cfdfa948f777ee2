import { type MessageKey, text } from '../../domain/message.ts';
import { REPORTED_KINDS, REPORTED_ROLES, type ReportedKind, type ReportedRole } from '../../domain/report-body.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Context, type Slot, type Step, slot } from '../../engine/flow.ts';
import { skippableStep, toldIn, wordsSlot } from '../shared/skippable.ts';

const whoSlot = wordsSlot('who');
const kindSlot = slot('kind', isOneOf(...REPORTED_KINDS));
const roleSlot = slot('role', isOneOf(...REPORTED_ROLES));

/** The answer to forget when one of them is to be told anew. */
export const WHO_STEP = whoSlot.id;
export const KIND_STEP = kindSlot.id;
export const ROLE_STEP = roleSlot.id;

export const whoOf = (context: Pick<Context, 'answers'>) => toldIn(whoSlot, context);
export const kindOf = (context: Pick<Context, 'answers'>): ReportedKind => kindSlot.of(context) ?? 'unknown';
export const roleOf = (context: Pick<Context, 'answers'>): ReportedRole => roleSlot.of(context) ?? 'unknown';

/** Name, post and office, in the reporter's own words. */
export const whoStep: Step<string> = skippableStep({
  slot: whoSlot,
  ask: () => [text('filing.who_ask')],
  skip: 'filing.unknown',
  longest: 500,
});

/** One of a few choices. */
function choiceStep<const T extends string>(
  of: Slot<T>,
  choices: readonly T[],
  words: {
    readonly ask: MessageKey;
    readonly label: (choice: T) => MessageKey;
    readonly also: (choice: T) => MessageKey;
  },
): Step<T> {
  return {
    slot: of,
    ask: () => ({
      paragraphs: [text(words.ask)],
      options: choices.map((id) => ({ id, label: text(words.label(id)), words: words.also(id) })),
    }),
    accept: (_, input) => {
      const chosen = choices.find((one) => input.kind === 'choice' && input.id === one);
      return chosen === undefined
        ? { kind: 'again', says: [text('filing.choose_please')] }
        : { kind: 'answer', value: chosen };
    },
  };
}

export const kindStep = choiceStep(kindSlot, REPORTED_KINDS, {
  ask: 'filing.kind_ask',
  label: (kind) => `filing.kind_${kind}`,
  also: (kind) => `filing.kind_${kind}_words`,
});

/** Asked because of who must never see the report. */
export const roleStep = choiceStep(roleSlot, REPORTED_ROLES, {
  ask: 'filing.role_ask',
  label: (role) => `filing.role_${role}`,
  also: (role) => `filing.role_${role}_words`,
});
