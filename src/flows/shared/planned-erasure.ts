/**
 * The default of *Hapus jejak*: whoever was shown a code and then says nothing has the conversation erased all the same, but for
 * the message with the code. It is planned when the report is filed, and settled when the person has answered.
 */
import { text } from '../../domain/message.ts';
import { isText } from '../../engine/answers.ts';
import { type Context, type Heard, type Step, slot } from '../../engine/flow.ts';
import type { Answer, Effect, News } from '../../engine/types.ts';

const planSlot = slot('plan', isText);

/** What names the plan to the conversation that begins with it. @param plan random */
export const plannedErasure = (plan: string): { readonly effect: Effect; readonly settled: Answer } => ({
  effect: { type: 'erasure_planned', plan },
  settled: { step: planSlot.id, value: plan, inferred: true },
});

/** Holds the plan. It is no question. */
export const planStep: Step<string> = {
  slot: planSlot,
  applies: () => false,
  ask: () => ({ paragraphs: [] }),
  accept: () => ({ kind: 'again', says: [] }),
};

/** The conversation is over, however it has ended: nothing is left to be done. */
export function planSettled(context: Pick<Context, 'answers'>): readonly Effect[] {
  const plan = planSlot.of(context);
  return plan === undefined ? [] : [{ type: 'erasure_settled', plan }];
}

/** Where both sides cannot be deleted, ours is by whatever ends the conversation. */
export function erasureDue(context: Context, news: News): Heard | undefined {
  if (news.kind !== 'erasure_due' || news.plan !== planSlot.of(context)) return undefined;
  return { says: [], effects: context.erases ? [{ type: 'trail_erased', keep: true }] : [], ends: true };
}

/** That it happens by itself, and what the person must do who cannot have it done. */
export const byItself = ({ erases }: Pick<Context, 'erases'>) =>
  text(erases ? 'filing.erased_by_itself' : 'filing.erased_by_itself_told');
