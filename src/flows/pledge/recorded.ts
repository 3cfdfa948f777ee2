import { text } from '../../domain/message.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Context, type Step, slot } from '../../engine/flow.ts';
import { confirmSlot } from './confirm.ts';
import { documentsOf } from './election.ts';

const recordedSlot = slot('recorded', isOneOf('yes'));

/** Whether the pledge was made in this conversation. */
export const isRecorded = (context: Context): boolean => recordedSlot.of(context) === 'yes';

/**
 * Remembers that the pledge was made, whatever documents come into force afterwards; answers itself once the last of them was
 * confirmed. It would be asked only where there is no document to confirm.
 */
export const recordedStep: Step<'yes'> = {
  slot: recordedSlot,
  final: true,
  infer: (context) => {
    const last = documentsOf(context).at(-1);
    return last && confirmSlot(last.document, 'last').of(context) === 'recorded' ? 'yes' : undefined;
  },
  ask: () => ({ paragraphs: [text('pledge.closed')] }),
  accept: () => ({ kind: 'leave', says: [text('pledge.closed')] }),
};
