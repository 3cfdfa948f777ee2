import type { Context } from '../../engine/flow.ts';
import { evidenceSlot, evidenceStep, itemsOf } from '../shared/evidence.ts';
import { unitOf } from './notice.ts';

export const collectedSlot = evidenceSlot('evidence');

export const collectedItems = (context: Pick<Context, 'answers'>) => itemsOf(collectedSlot, context);

export const collectStep = evidenceStep(collectedSlot, {
  ask: 'filing.evidence_ask',
  done: 'filing.evidence_done',
  unit: (context) => unitOf(context) ?? '',
});
