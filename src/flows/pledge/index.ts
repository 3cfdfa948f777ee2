/** The pledge: NIP, a second factor, who you are, the points one at a time, confirmation, record, certificate. */
import { text } from '../../domain/message.ts';
import type { Context, Flow, Step } from '../../engine/flow.ts';
import { confirmStep } from './confirm.ts';
import { closedWords, documentsOf, electionStep } from './election.ts';
import { nipStep } from './nip.ts';
import { personStep } from './person.ts';
import { pointSteps } from './points.ts';
import { codeStep, proofStep } from './proof.ts';
import { isRecorded, recordedStep } from './recorded.ts';
import { remindStep } from './remind.ts';

export const pledgeFlow: Flow = {
  id: 'pledge',
  cancelled: (context) => (isRecorded(context) ? 'pledge.cancelled_after' : 'pledge.cancelled'),
  steps: (context) => [...IDENTITY, ...documentSteps(context), recordedStep, remindStep],
  done: () => [text('pledge.done')],
  // What is left after the record must not be taken away by a closing date.
  closed: (context) => (isRecorded(context) ? undefined : closedWords(context)),
};

const IDENTITY: readonly Step[] = [electionStep, nipStep, proofStep, codeStep, personStep];

/** None once the pledge is made: a text that comes into force later is for those who come later. */
function documentSteps(context: Context): readonly Step[] {
  if (isRecorded(context)) return [];
  const documents = documentsOf(context);
  return documents.flatMap(({ document }, n): readonly Step[] => [
    ...pointSteps(document),
    confirmStep(document, n === documents.length - 1 ? 'last' : 'more'),
  ]);
}
