import { text } from '../../domain/message.ts';
import type { Context } from '../../engine/flow.ts';
import type { PieceState } from '../../engine/types.ts';
import {
  dropped,
  evidenceSlot,
  evidenceStep,
  filesOf,
  itemsOf,
  lostOf,
  notesOf,
  withoutForgotten,
} from '../shared/evidence.ts';
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

type Sent = ReturnType<typeof collect.accept>;

async function send(context: Context): Promise<Awaited<Sent>> {
  const items = addedItems(context);
  const back = { kind: 'reopen', steps: [CHOICE_STEP, addedSlot.id] } as const;
  if (items.length === 0) return back;
  if (!(await canSeal(context))) return { kind: 'again', says: [text('mailbox.no_key')], meant: true };
  const states = await context.world.desk.pieces(filesOf(items));
  const waiting = [...states.values()].filter(({ kind }) => kind === 'waiting').length;
  if (waiting > 0) return { kind: 'again', says: [text('filing.still_securing', { count: waiting })], meant: true };
  return forgotten(context, states) ?? { ...back, ...sent(context, states) };
}

/** Nothing is sent on without what its sender takes to be in it. */
function forgotten(context: Context, states: ReadonlyMap<string, PieceState>): Awaited<Sent> | undefined {
  const { collected, numbers, pieces } = withoutForgotten(addedSlot, context, states);
  if (numbers.length === 0) return undefined;
  return {
    kind: 'answer',
    value: { ...collected },
    says: [text('mailbox.evidence_forgotten', { numbers: numbers.join(', ') })],
    effects: [{ type: 'evidence_dropped', pieces }],
  };
}

/** Where no piece could be kept there is nothing for the officers to read. */
function sent(context: Context, states: ReadonlyMap<string, PieceState>) {
  const items = addedItems(context);
  const evidence = notesOf(items, states);
  const lost = lostOf(items, states);
  return evidence.length === 0
    ? { effects: lost, says: [text('mailbox.added_none')] }
    : {
        effects: [letterEffect(context, { text: '', evidence }), ...lost],
        says: [text('mailbox.added', { count: evidence.length })],
      };
}
