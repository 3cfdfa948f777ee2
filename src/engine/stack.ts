/** The conversations that are open in a chat, one in front of the other. */
import type { Repertoire } from './flow.ts';
import type { Answer, Frame, Session } from './types.ts';

/** Puts a flow in front, at the place where it was left, or at its beginning with what is settled of it; menus and settings make way for it. */
export function inFront(
  { flows }: Repertoire,
  session: Session,
  flow: string,
  tag: () => string,
  settled: readonly Answer[] = [],
): Session {
  const open = session.frames.find((frame) => frame.flow === flow);
  const below = session.frames.filter((frame) => frame.flow !== flow && flows.get(frame.flow)?.transient !== true);
  const frame: Frame = open ?? { flow, run: tag(), answers: settled };
  return { ...session, frames: [...below, frame] };
}

/** Whether nothing is asked but what the person would like to do. */
export function isIdle({ flows }: Repertoire, { frames }: Session): boolean {
  const top = frames.at(-1);
  return top === undefined || flows.get(top.flow)?.transient === true;
}
