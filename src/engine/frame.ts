/** One open conversation: which step asks now, and what its context is. */
import type { Text } from '../domain/message.ts';
import type { Context, Flow, Repertoire, Step, Verdict } from './flow.ts';
import type { Answer, Frame, Incoming, Json, Session, World } from './types.ts';

/** What a frame has come to: a question, the end, or a reason why it cannot go on. */
export type Stage =
  | {
      readonly kind: 'asks';
      readonly frame: Frame;
      readonly step: Step;
      readonly context: Context;
      /** Something was recorded in this conversation, and said in a message that must stay. */
      readonly recorded: boolean;
    }
  | { readonly kind: 'done'; readonly frame: Frame; readonly says: readonly Text[] };

/** The situation of a turn that no step changes. */
export type Scene = { readonly world: World; readonly incoming: Incoming };

/**
 * Finds the first step that applies and has no answer, letting steps that can answer themselves do so.
 * Answers of steps that no longer exist, and values a step no longer understands, are dropped on the way.
 */
export async function settle(flow: Flow, frame: Frame, session: Session, scene: Scene): Promise<Stage> {
  let answers: readonly Answer[] = frame.answers;
  for (;;) {
    const context = contextOf(answers, session, scene);
    const closed = await flow.closed?.(context);
    if (closed) return { kind: 'done', frame: { ...frame, answers }, says: closed };
    const steps = flow.steps(context);
    const kept = answers.filter((answer) =>
      steps.some((step) => step.slot.id === answer.step && step.slot.restores(answer.value)),
    );
    if (kept.length < answers.length) {
      answers = kept;
      continue;
    }
    const step = steps.find(
      (candidate) =>
        !answers.some((answer) => answer.step === candidate.slot.id && candidate.open?.(answer.value) !== true) &&
        (candidate.applies?.(context) ?? true),
    );
    if (!step) return { kind: 'done', frame: { ...frame, answers }, says: flow.done(context) };
    const value = await step.infer?.(context);
    if (value === undefined) {
      const recorded = steps.some((one) => one.final === true && one.slot.of(context) !== undefined);
      return { kind: 'asks', frame: { ...frame, answers }, step, context, recorded };
    }
    answers = [...answers, { step: step.slot.id, value, inferred: true }];
  }
}

/**
 * Drops the last answer a person gave, and what was inferred after it; `undefined` when there is none to drop. What was
 * collected is never dropped: it is collected on.
 */
export function stepBack(flow: Flow, frame: Frame, session: Session, scene: Scene): Frame | undefined {
  const steps = flow.steps(contextOf(frame.answers, session, scene));
  const isFinal = (answer: Answer): boolean =>
    steps.some((step) => step.slot.id === answer.step && step.final === true);
  for (let n = frame.answers.length - 1; n >= 0; n -= 1) {
    const answer = frame.answers[n];
    if (!answer || isFinal(answer)) return undefined;
    if (answer.inferred) continue;
    const step = steps.find((one) => one.slot.id === answer.step);
    if (step?.open?.(answer.value)) continue;
    const collected = frame.answers.slice(n).flatMap((one) => collectedOn(steps, one));
    return { ...frame, answers: [...frame.answers.slice(0, n), ...collected] };
  }
  return undefined;
}

function collectedOn(steps: readonly Step[], { step: id, value }: Answer): readonly Answer[] {
  const step = steps.find((one) => one.slot.id === id);
  if (!step?.open) return [];
  const open = step.open(value) ? value : step.reopened?.(value);
  return open === undefined ? [] : [{ step: id, value: open }];
}

/** What a flow may look at in a turn. */
export function contextOf(answers: readonly Answer[], session: Session, { world, incoming }: Scene): Context {
  return {
    answers: Object.fromEntries(answers.map(({ step, value }) => [step, value])),
    session,
    world,
    chat: incoming.chat,
    // Made only when it is asked for: most turns never do.
    get ownPlace() {
      return incoming.ownPlace;
    },
    get contact() {
      return incoming.contact;
    },
    sharesContact: incoming.sharesContact,
    erases: incoming.erases,
    ...(incoming.sender ? { sender: incoming.sender } : {}),
  };
}

const HOUR = 3_600_000;
/** Left for so long, an open conversation ends with a kind word. Hours are whole ones: after 23 to 24, when its key dies as well. */
const LEFT_AFTER_HOURS = 24;

/** The hour of a moment, as a session remembers its last turn. */
export const hourOf = (now: number): number => Math.floor(now / HOUR);

/** Whether something is open that nobody has gone on with for a day. */
export const isLeft = ({ frames, hour }: Session, now: number): boolean =>
  frames.length > 0 && hour !== undefined && hourOf(now) - hour >= LEFT_AFTER_HOURS;

/** Whether a conversation is open whose messages can be erased. */
export const isErasable = (house: Repertoire, { frames }: Pick<Session, 'frames'>): boolean =>
  frames.some((frame) => house.flows.get(frame.flow)?.erasable === true);

/** Whether the conversation in front is such a one. */
export const isErasableInFront = (house: Repertoire, { frames }: Session): boolean =>
  isErasable(house, { frames: frames.slice(-1) });

/** An answer that was being collected is replaced where it stands. */
export const withAnswer = (answers: readonly Answer[], step: string, value: Json): readonly Answer[] => [
  ...answers.filter((answer) => answer.step !== step),
  { step, value },
];

/** A session in which answers of an open frame have become others. */
export const amendedIn = (session: Session, frame: Frame, amends: readonly Answer[]): Session => ({
  ...session,
  frames: session.frames.map((one) => (one === frame ? amended(one, amends) : one)),
});

const amended = (frame: Frame, amends: readonly Answer[]): Frame => ({
  ...frame,
  answers: frame.answers.map((answer) => amends.find(({ step }) => step === answer.step) ?? answer),
});

/**
 * Without the answers to forget, and with what others have become. Its buttons are new ones: a tap on what was asked before, which
 * comes late, is no answer to the same question when it is asked again.
 */
export function reopened(frame: Frame, { steps, amends = [] }: Extract<Verdict<Json>, { kind: 'reopen' }>): Frame {
  const kept = frame.answers.filter(({ step }) => !steps.includes(step));
  const { answers } = amended({ ...frame, answers: kept }, amends);
  const [tag, times = 0] = frame.run.split('.');
  return { ...frame, run: `${tag}.${Number(times) + 1}`, answers };
}

/** Whether another question was asked than the one that is to be answered now. */
export const hasChanged = ({ frame, step }: Extract<Stage, { kind: 'asks' }>): boolean =>
  frame.asked !== undefined && frame.asked !== step.slot.id;
