/** Whom news is for: the conversation that asked for what it tells of. */
import type { Heard, Repertoire } from './flow.ts';
import { amendedIn, contextOf, isErasable, type Scene } from './frame.ts';
import type { Frame, News, Session } from './types.ts';

/** What news come to, and in which flow; the session as it is then. `undefined` when they concern no conversation that is open, or none just now. */
export async function hear(
  house: Repertoire,
  session: Session,
  scene: Scene,
  news: News,
): Promise<{ readonly flow: string; readonly heard: Heard; readonly session: Session } | undefined> {
  const above: Frame[] = [];
  for (const frame of session.frames.toReversed()) {
    const heard = await house.flows.get(frame.flow)?.hears?.(contextOf(frame.answers, session, scene), news);
    if (heard) {
      if (heard.ends && isErasable(house, { frames: above })) return undefined;
      return { flow: frame.flow, heard, session: amendedIn(session, frame, heard.amends ?? []) };
    }
    above.push(frame);
  }
  return undefined;
}

/** What news come to that nobody hears: whoever asked for a piece has ended that conversation, or put others in its place. */
export const leftOver = (news: News): Heard => ({
  says: [],
  effects: news.kind === 'erasure_due' ? [] : [{ type: 'evidence_dropped', pieces: [news.piece] }],
});
