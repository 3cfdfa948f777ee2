/** Plans what is to be sent today: once for each message of the calendar, however often and by however many it is called. */
import { dayIn, type Election, type IsoDay } from '../../domain/election.ts';
import { type Duty, dutiesNow, type Hours, hoursOf, isNamed, windowOf } from '../../domain/reminder.ts';
import type { Db } from '../db.ts';
import { cancelRuns, carryOver, giveUp, listRuns, type PlannedRun, planRun, renewRun, topUpRun } from './planning.ts';

/**
 * How long before the first message goes out a day is planned, ms: who pledges in the evening is in it. What is held up is
 * carried over no earlier: what is said of that day has its place before it.
 */
const AHEAD_MS = 3_600_000;

/**
 * Brings the plan in line with the calendar: what is new today is planned, whoever pledged since is told too, an
 * invitation that a standstill held up goes on, and what was not sent of days that have passed, or that were moved, goes.
 *
 * @param now ms since 1970
 * @returns how many messages were planned
 */
export async function planReminders(
  db: Db,
  elections: readonly Election[],
  hours: Hours,
  now: number,
): Promise<number> {
  const duties = dutiesNow(elections, now);
  const runs = await listRuns(db, firstDay(elections, now));
  const dutyOf = (run: PlannedRun): Duty | undefined => duties.find((duty) => isNamed(duty, run));
  const isCancelled = ({ state }: PlannedRun): boolean => state === 'cancelled';
  const gone = runs.filter((run) => !dutyOf(run) && !isCancelled(run));
  const zoneOf = ({ electionId }: PlannedRun) => elections.find(({ id }) => id === electionId)?.zone ?? 'Asia/Jakarta';
  const isPast = (run: PlannedRun): boolean => run.day < dayIn(zoneOf(run), now);
  await giveUp(db, ids(gone.filter(isPast)));
  // Also those that are cancelled already: what was under way then may have been given back to them since.
  await cancelRuns(db, ids([...gone.filter((run) => !isPast(run)), ...runs.filter(isCancelled)]));
  let planned = 0;
  for (const duty of duties) {
    const run = runs.find((one) => isNamed(duty, one));
    const window = windowOf(duty, hours, now);
    const isNear = window !== undefined && window.begins - now <= AHEAD_MS;
    if (run && run.state !== 'cancelled') {
      if (run.day === duty.day) await renewRun(db, run.id, duty, hoursOf(duty, hours), window);
      // An invitation in the middle of the pledge that somebody has just begun would be a nuisance.
      if (duty.kind === 'quiet' && isNear) planned += await topUpRun(db, run.id, duty, window);
      if (duty.day > duty.since && isNear) await carryOver(db, run.id, duty.day, window);
    } else if (isNear) {
      planned += await planRun(db, duty, window);
    }
  }
  return planned;
}

const ids = (runs: readonly PlannedRun[]): readonly string[] => runs.map(({ id }) => id);

/** The earliest today of all zones. */
const firstDay = (elections: readonly Election[], now: number): IsoDay =>
  elections.map(({ zone }) => dayIn(zone, now)).sort()[0] ?? dayIn('Asia/Jakarta', now);
