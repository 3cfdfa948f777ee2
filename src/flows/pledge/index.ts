/** The pledge: NIP, a second factor, who you are, the points one at a time, confirmation, record, certificate. */
import { text } from '../../domain/message.ts';
import type { Context, Flow, Step } from '../../engine/flow.ts';
import { confirmSlot, confirmStep } from './confirm.ts';
import { closedWords, documentsOf, electionOf, electionStep } from './election.ts';
import { nipStep } from './nip.ts';
import { personStep } from './person.ts';
import { pointSteps } from './points.ts';
import { codeStep, proofStep } from './proof.ts';
import { remindStep } from './remind.ts';

export const pledgeFlow: Flow = {
  id: 'pledge',
  cancelled: (context) => (isRecorded(context) ? 'pledge.cancelled_after' : 'pledge.cancelled'),
  steps: (context) => [electionStep, nipStep, proofStep, codeStep, personStep, ...documentSteps(context), remindStep],
  done: () => [text('pledge.done')],
  closed: (context) => (isRecorded(context) ? undefined : closedWords(context)),
};

function documentSteps(context: Context): readonly Step[] {
  const documents = documentsOf(context);
  return documents.flatMap(({ document }, n): readonly Step[] => [
    ...pointSteps(document),
    confirmStep(document, n === documents.length - 1 ? 'last' : 'more'),
  ]);
}

/** Whether the pledge was made in this conversation; what is left then must not be taken away by a closing date. */
function isRecorded(context: Context): boolean {
  const last = documentsOf(context).at(-1);
  return (
    electionOf(context) !== undefined && last !== undefined && confirmSlot(last.document.kind).of(context) === 'yes'
  );
}
