import { type Text, text } from '../../domain/message.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Context, type Option, type Step, slot } from '../../engine/flow.ts';
import type { Effect } from '../../engine/types.ts';
import { byItself } from './planned-erasure.ts';

const ASK = text('filing.trail_ask');

const trailSlot = slot('trail', isOneOf('kept', 'erased', 'told'));

/** Where a message of the conversation is worth keeping, there are two ways to erase it. */
const KEEPING: readonly Option[] = [
  { id: 'most', label: text('filing.trail_most'), words: 'filing.trail_most_words' },
  { id: 'all', label: text('filing.trail_all'), words: 'filing.trail_all_words' },
];
const ERASING: readonly Option[] = [
  { id: 'most', label: text('filing.trail_erase'), words: 'filing.trail_most_words' },
];
const NONE: Option = { id: 'none', label: text('filing.trail_none'), words: 'filing.trail_none_words' };

/**
 * *Hapus jejak*. Where the channel can, it deletes what both sides wrote, unless the person does not want that; elsewhere it
 * tells how. What is done is in hand of the person: the first choice is the one that protects. All that is to be known of it
 * stands in the question, which is erased too: the last words stay, for whoever picks up the phone.
 */
const step = (
  erasing: readonly Option[],
  asks: (context: Context) => readonly Text[],
): Step<'kept' | 'erased' | 'told'> => ({
  slot: trailSlot,
  infer: ({ erases }) => (erases ? undefined : 'told'),
  ask: (context) => ({
    paragraphs: asks(context),
    options: [...erasing, NONE],
  }),
  accept: (_, input) => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('filing.choose_please')] };
    if (input.id === 'none') return { kind: 'answer', value: 'kept', says: [text('filing.trail_by_hand')] };
    return {
      kind: 'answer',
      value: 'erased',
      effects: [{ type: 'trail_erased', keep: input.id === 'most' }],
    };
  },
});

/** After the code of a report was shown. */
export const trailStep: ReturnType<typeof step> = step(KEEPING, (context) => [ASK, byItself(context)]);
/** After anything else. */
export const plainTrailStep: ReturnType<typeof step> = step(ERASING, () => [ASK]);

/**
 * The last words of a conversation: where it was erased they tell nothing of it; where the channel can delete our side alone,
 * they say what the person can do.
 */
export function lastWords(context: Parameters<typeof trailSlot.of>[0], words: Text): readonly Text[] {
  const trail = trailSlot.of(context);
  if (trail === 'erased') return [text('filing.any_time')];
  return [...(trail === 'told' ? [text('filing.trail_told')] : []), words];
}

/**
 * What a person broke off leaves nothing in the chat to be found: both sides of it go where the channel can delete them, all
 * but a code, and nobody need ask for it. Elsewhere ours.
 */
export const tracesErased = (context: Pick<Context, 'erases'>): readonly Effect[] =>
  context.erases ? [{ type: 'trail_erased', keep: true }] : ownSideErased(context);

/** How that is said of a report that was not sent. Where it is erased the words stay alone, and tell nothing of it. */
export const cancelledWords = ({ erases }: Pick<Context, 'erases'>) =>
  erases ? 'filing.cancelled_erasing' : 'filing.cancelled';

/** Where both sides cannot be deleted, ours is, however the conversation has ended: whoever holds our phone could read it. */
export const ownSideErased = ({ erases }: Pick<Context, 'erases'>): readonly Effect[] =>
  erases ? [] : [{ type: 'own_side_erased' }];
