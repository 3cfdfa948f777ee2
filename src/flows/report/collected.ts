import type { Context } from '../../engine/flow.ts';
import { evidenceSlot, itemsOf } from '../shared/evidence.ts';

/** Where the evidence of a report stands that is being told. */
export const collectedSlot = evidenceSlot('evidence');

export const collectedItems = (context: Pick<Context, 'answers'>) => itemsOf(collectedSlot, context);
