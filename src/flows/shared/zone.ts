import { electionAtHand } from '../../domain/election.ts';
import type { World } from '../../engine/types.ts';

/** The region's zone: that of its elections. */
export const zoneOf = ({ calendar, now }: Pick<World, 'calendar' | 'now'>): string =>
  electionAtHand(calendar.elections, now)?.zone ?? 'Asia/Jakarta';
