import { evidenceStep } from '../shared/evidence.ts';
import { collectedSlot } from './collected.ts';
import { unitOf } from './notice.ts';

export const collectStep = evidenceStep(collectedSlot, {
  ask: 'filing.evidence_ask',
  done: 'filing.evidence_done',
  unit: (context) => unitOf(context) ?? '',
});
