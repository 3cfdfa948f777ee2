import { addDays, dayIn } from '../../src/domain/election.ts';

const ZONE = 'Asia/Jakarta';

/** A day as far from today as said, where the elections are held. */
export const inDays = (days: number): string => addDays(dayIn(ZONE, Date.now()), days);
