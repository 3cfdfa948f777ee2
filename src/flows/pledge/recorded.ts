import { text } from '../../domain/message.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Context, type Step, slot } from '../../engine/flow.ts';
import { confirmSlot } from './confirm.ts';
import { documentsOf } from './election.ts';
import { personSlot } from './person.ts';

const recordedSlot = slot('recorded', isOneOf('yes'));

/** Whether the pledge was made, in this conversation or in another chat. */
export const isRecorded = (context: Context): boolean =>
  recordedSlot.of(context) === 'yes' || personSlot.of(context)?.before === 'yes';

/**
 * Remembers that the pledge was made, whatever documents come into force afterwards; answers itself once the last of them was
 * confirmed, or it was made before. It would be asked only where there is no document to confirm.
 */
export const recordedStep: Step<'yes'> = {
  slot: recordedSlot,
  final: true,
  infer: (context) => {
    if (isRecorded(context)) return 'yes';
    const last = documentsOf(context).at(-1);
    return last && confirmSlot(last.document, 'last').of(context) === 'recorded' ? 'yes' : undefined;
  },
  ask: () => ({ paragraphs: [text('pledge.closed')] }),
  accept: () => ({ kind: 'leave', says: [text('pledge.closed')] }),
};
