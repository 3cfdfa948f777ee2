/** What a turn says, and what is to be known of that until it was sent. */
import { randomUUID } from 'node:crypto';
import type { Repertoire } from '../engine/flow.ts';
import { isErasable, isErasableInFront } from '../engine/frame.ts';
import type { Decision } from './decide.ts';
import type { Envelope } from './envelope.ts';
import { LAST_WORDS_MS } from './own-side.ts';

export type Turn = Extract<Decision, { kind: 'turn' }>;

/** How long a receipt code may wait to be sent, ms. */
const CODE_WAITS_MS = 3_600_000;

/** Whether what is said in a turn is part of a conversation that can be erased: a pledge in front of one is not. */
export const isPart = (house: Repertoire, { pending: { arrival }, known, outcome }: Turn): boolean =>
  arrival.act.kind === 'news' || isErasableInFront(house, known.session) || isErasableInFront(house, outcome.session);

/** Whether a person did something, and not only heard. */
export const hasWritten = ({ pending: { arrival } }: Turn): boolean => arrival.act.kind !== 'news';

/** The replies of a turn, as they go on their way: to be asked for once. */
export function envelopeOf(house: Repertoire, turn: Turn, now: number): Envelope {
  const { arrival } = turn.pending;
  const { session, replies } = turn.outcome;
  const isTold = [turn.known.session, session].some((one) => isErasable(house, one));
  return {
    address: arrival.address,
    language: session.language,
    replies,
    once: randomUUID(),
    // News answers no question: its buttons stay.
    settles: hasWritten(turn),
    ...(arrival.tapped === undefined ? {} : { tapped: arrival.tapped }),
    ...(isErasable(house, session) && isPart(house, turn) ? { erasable: true } : {}),
    ...(isTold && !turn.pending.erases ? { cleared: now + LAST_WORDS_MS } : {}),
    ...(replies.some((reply) => reply.keepsake) ? { until: now + CODE_WAITS_MS } : {}),
  };
}
