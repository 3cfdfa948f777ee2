import { currentElection } from '../../domain/election.ts';
import type { World } from '../../engine/types.ts';

/** The region's zone: that of its elections. */
export function zoneOf({ calendar, now }: Pick<World, 'calendar' | 'now'>): string {
  const current = currentElection(calendar.elections, now);
  const election = 'open' in current ? current.open : 'next' in current ? current.next : calendar.elections.at(-1);
  return election?.zone ?? 'Asia/Jakarta';
}
