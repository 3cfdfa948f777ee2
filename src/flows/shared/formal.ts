import { electionAtHand } from '../../domain/election.ts';
import type { FormalReport } from '../../domain/formal-report.ts';
import type { World } from '../../engine/types.ts';

/** What holds for a formal report now: by the election at hand, and where there never was one as in a national one. */
export const formalOf = ({ calendar, now }: Pick<World, 'calendar' | 'now'>): FormalReport =>
  calendar.formal[electionAtHand(calendar.elections, now)?.kind ?? 'pemilu'];
