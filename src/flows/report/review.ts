/** What was told, once more: each answer can be changed, and then it is filed. */
import { daysLeft } from '../../domain/days-left.ts';
import { type Text, text } from '../../domain/message.ts';
import { showReceiptCode } from '../../domain/receipt.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Context, type Option, type Step, slot, type Verdict } from '../../engine/flow.ts';
import type { Effect, PieceState } from '../../engine/types.ts';
import { lostOf, notesOf, revised, withoutForgotten } from '../shared/evidence.ts';
import { formalOf } from '../shared/formal.ts';
import { plannedErasure } from '../shared/planned-erasure.ts';
import { bodyOf } from './body.ts';
import { CATEGORY_STEPS } from './category.ts';
import { cancelledReport, collectedItems, collectedSlot } from './collected.ts';
import { modeOf, unitOf } from './notice.ts';
import { PLACE_STEPS } from './place.ts';
import { KIND_STEP, ROLE_STEP, WHO_STEP } from './reported.ts';
import { ACCOUNT_STEP, MORE_STEP } from './story.ts';
import { formally, statesOf, substance, summary } from './summary.ts';
import { TIME_STEPS, todayOf } from './time.ts';

const reviewSlot = slot('review', isOneOf('edit'));
const editSlot = slot('edit', isOneOf('chosen'));

export const reviewStep: Step<'edit'> = {
  slot: reviewSlot,
  ask: async (context) => ({
    intro: formally(context),
    paragraphs: [...(await told(context)), text('filing.review_ask')],
    options: [
      { id: 'file', label: text('filing.review_file'), words: 'filing.review_file_words' },
      { id: 'edit', label: text('filing.review_edit'), words: 'filing.review_edit_words' },
      { id: 'cancel', label: text('filing.review_cancel'), words: 'filing.review_cancel_words' },
    ],
  }),
  accept: async (context, input): Promise<Verdict<'edit'>> => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('filing.choose_please')] };
    if (input.id === 'edit') return { kind: 'answer', value: 'edit' };
    if (input.id === 'cancel') return cancelledReport(context);
    // Its key was taken away or put in question meanwhile: what was told stays here, and can be filed later.
    if (!(await context.world.desk.unit(unitOf(context))))
      return { kind: 'again', says: [text('filing.no_key')], meant: true };
    const states = await statesOf(context);
    // Nothing is filed while a piece is on its way: it would arrive without a report.
    const waiting = [...states.values()].filter(({ kind }) => kind === 'waiting').length;
    return waiting > 0
      ? { kind: 'again', says: [text('filing.still_securing', { count: waiting })], meant: true }
      : (lacking(context, states) ?? file(context, states));
  },
};

/** Which answer to change. */
export const editStep: Step<'chosen'> = {
  slot: editSlot,
  applies: (context) => reviewSlot.of(context) === 'edit',
  ask: (context) => ({
    paragraphs: [text('filing.edit_ask')],
    options: [...editable(context).map(({ option }) => option), { id: 'back', label: text('filing.edit_none') }],
  }),
  accept: (context, input): Verdict<'chosen'> => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('filing.choose_please')] };
    const back = [reviewSlot.id, editSlot.id];
    // What was collected is kept, and gone over.
    if (input.id === 'evidence') return { kind: 'reopen', steps: back, amends: [revised(collectedSlot, context)] };
    const chosen = editable(context).find(({ option }) => option.id === input.id);
    return { kind: 'reopen', steps: [...(chosen?.steps ?? []), ...back] };
  },
};

function editable(context: Context): readonly { readonly option: Option; readonly steps: readonly string[] }[] {
  const of = (id: string, label: Text, ...steps: readonly string[]) => ({ option: { id, label }, steps });
  const account = of('account', text('filing.edit_account'), ACCOUNT_STEP);
  const place = of('place', text('filing.edit_place'), ...PLACE_STEPS);
  const evidence = of('evidence', text('filing.edit_evidence'));
  if (modeOf(context) === 'brief') return [account, place, evidence];
  return [
    of('category', text('filing.edit_category'), ...CATEGORY_STEPS),
    account,
    place,
    of('who', text('filing.edit_who'), WHO_STEP),
    of('kind', text('filing.edit_kind'), KIND_STEP),
    of('role', text('filing.edit_role'), ROLE_STEP),
    of('time', text('filing.edit_time'), ...TIME_STEPS),
    evidence,
    of('more', text('filing.edit_more'), MORE_STEP),
  ];
}

/** All that will be sent, and what of it the law looks for. */
async function told(context: Context): Promise<readonly Text[]> {
  const states = await statesOf(context);
  return [text('filing.review'), ...summary(context, states), substance(context, states)];
}

/** Nothing is filed without what its reporter takes to be in it: evidence whose day has ended since the review was shown. */
function lacking(context: Context, states: ReadonlyMap<string, PieceState>): Verdict<'edit'> | undefined {
  const { collected, numbers, pieces } = withoutForgotten(collectedSlot, context, states);
  if (numbers.length === 0) return undefined;
  return {
    kind: 'reopen',
    steps: [reviewSlot.id],
    amends: [{ step: collectedSlot.id, value: collected }],
    effects: [{ type: 'evidence_dropped', pieces }],
    says: [text('filing.evidence_forgotten', { numbers: numbers.join(', '), change: { key: 'filing.review_edit' } })],
  };
}

/** The code exists in the message that shows it, and nowhere else. */
function file(context: Context, states: ReadonlyMap<string, PieceState>): Verdict<'edit'> {
  const { world, chat } = context;
  const code = world.random.receipt();
  const items = collectedItems(context);
  const body = bodyOf(context);
  const filed: Effect = {
    type: 'report_filed',
    code,
    unit: unitOf(context) ?? '',
    lane: world.desk.pace(chat).lane,
    at: world.now,
    // Of a day that is a guess no legal day can follow.
    ...(body.knownOn && !body.knownAbout
      ? { until: daysLeft(body.knownOn, todayOf(context), formalOf(world).days).lastDay }
      : {}),
    body,
    evidence: notesOf(items, states),
  };
  const { effect, settled } = plannedErasure(world.random.id());
  return {
    kind: 'leave',
    says: [],
    effects: [filed, effect, ...lostOf(items, states)],
    keepsake: [text('filing.code', { code: showReceiptCode(code) })],
    next: 'receipt',
    settled: [settled],
  };
}
