import { text } from '../../domain/message.ts';
import type { Context, Verdict } from '../../engine/flow.ts';
import { dropped, evidenceSlot, evidenceStep, filesOf, itemsOf, lostOf, notesOf } from '../shared/evidence.ts';
import { boxOf } from './box.ts';
import { CHOICE_STEP, choiceOf } from './choice.ts';
import { canSeal, letterEffect } from './letter.ts';

export const addedSlot = evidenceSlot('added');
export const addedItems = (context: Pick<Context, 'answers'>) => itemsOf(addedSlot, context);
export const droppedPieces = (context: Pick<Context, 'answers'>) => dropped(addedSlot, context);

const collect = evidenceStep(addedSlot, {
  ask: 'filing.evidence_ask',
  done: 'mailbox.add_done',
  applies: (context) => choiceOf(context) === 'add',
  unit: (context) => boxOf(context)?.unit ?? '',
});

/** More evidence for an open report: sent on when it is all there. */
export const addStep: typeof collect = {
  ...collect,
  accept: async (context, input) => {
    const verdict = await collect.accept(context, input);
    return verdict.kind === 'answer' && verdict.value.done ? send(context) : verdict;
  },
};

async function send(context: Context): Promise<Exclude<Verdict<never>, { kind: 'answer' }>> {
  const items = addedItems(context);
  const back = { kind: 'reopen', steps: [CHOICE_STEP, addedSlot.id] } as const;
  if (items.length === 0) return back;
  if (!(await canSeal(context))) return { kind: 'again', says: [text('mailbox.no_key')], meant: true };
  const states = await context.world.desk.pieces(filesOf(items));
  const waiting = [...states.values()].filter(({ kind }) => kind === 'waiting').length;
  if (waiting > 0) return { kind: 'again', says: [text('filing.still_securing', { count: waiting })], meant: true };
  const evidence = notesOf(items, states);
  return {
    ...back,
    effects: [letterEffect(context, { text: '', evidence }), ...lostOf(items, states)],
    says: [text('mailbox.added', { count: evidence.length })],
  };
}
