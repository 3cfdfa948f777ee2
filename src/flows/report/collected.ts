import { text } from '../../domain/message.ts';
import type { Context, Verdict } from '../../engine/flow.ts';
import { dropped, evidenceSlot, itemsOf } from '../shared/evidence.ts';
import { cancelledWords, tracesErased } from '../shared/trail.ts';

/** Where the evidence of a report stands that is being told. */
export const collectedSlot = evidenceSlot('evidence');

export const collectedItems = (context: Pick<Context, 'answers'>) => itemsOf(collectedSlot, context);

/** Whoever cancels leaves nothing of it behind, wherever they do. */
export const cancelledReport = (context: Context): Verdict<never> => ({
  kind: 'leave',
  says: [text(cancelledWords(context))],
  effects: [...dropped(collectedSlot, context), ...tracesErased(context)],
});
