/** Plans what is to be sent today: once for each message of the calendar, however often and by however many it is called. */
import { dayIn, type Election, type IsoDay } from '../../domain/election.ts';
import { type Duty, dutiesBegun, type Hours, hoursOf, isNamed, type Window, windowOf } from '../../domain/reminder.ts';
import type { Db } from '../db.ts';
import { forecast } from './forecast.ts';
import {
  cancelRuns,
  carryOver,
  giveUp,
  listRuns,
  type PlannedRun,
  planRun,
  renewRun,
  takeOver,
  topUpRun,
} from './planning.ts';

/**
 * How long before the first message goes out a day is planned, ms: who pledges in the evening is in it. What is held up is
 * carried over no earlier: what is said of that day has its place before it. Of masa tenang that is so also where its first
 * message goes out later than an invitation further east, so it is planned no later than that.
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
  const duties = dutiesBegun(elections, now);
  const runs = await listRuns(db, firstDay(elections, now));
  const isCancelled = ({ state }: PlannedRun): boolean => state === 'cancelled';
  const gone = runs.filter((run) => !isCancelled(run) && !duties.some((duty) => isNamed(duty, run)));
  const zoneOf = ({ electionId }: PlannedRun) => elections.find(({ id }) => id === electionId)?.zone ?? 'Asia/Jakarta';
  const isPast = (run: PlannedRun): boolean => run.day < dayIn(zoneOf(run), now);
  await giveUp(db, ids(gone.filter(isPast)));
  // Also those that are cancelled already: what was under way then may have been given back to them since.
  const moved = ids([...gone.filter((run) => !isPast(run)), ...runs.filter(isCancelled)]);
  const due = duties.map((duty) => ({
    duty,
    run: runs.find((run) => isNamed(duty, run) && !isCancelled(run)),
    window: windowOf(duty, hours, now),
    near: nearWindow(duty, duties, hours, now),
  }));
  let planned = 0;
  for (const { duty, run, near } of due) {
    if (moved.length > 0 && run?.day === duty.day && near) planned += await takeOver(db, moved, run.id, duty, near);
  }
  await cancelRuns(db, moved);
  for (const { duty, run, window, near } of due) {
    const isLate = duty.day > duty.since;
    if (!run) {
      // Before its hours only: an invitation in the middle of the pledge that somebody has just begun would be a nuisance.
      const again = isLate && near !== undefined && now < near.opens;
      if (near && (!again || (await isAwaited(db, duty)))) planned += await planRun(db, duty, near, again);
      continue;
    }
    if (run.day === duty.day) await renewRun(db, run.id, duty, hoursOf(duty, hours), window);
    if (isLate && near) await carryOver(db, run.id, duty.day, near);
    const isNew = duty.kind === 'quiet' || run.day < duty.day;
    if (isNew && near) planned += await topUpRun(db, run.id, duty, near);
  }
  return planned;
}

/** Whether anybody has had no place for an invitation on its own day: another message came before it, or they said yes since. */
const isAwaited = async (db: Db, duty: Duty): Promise<boolean> =>
  (await forecast(db, duty.day, [duty])).some((heard) => heard.length > 0);

/** The window of a message that is to be planned now, if it is. */
function nearWindow(duty: Duty, duties: readonly Duty[], hours: Hours, now: number): Window | undefined {
  const isNear = (one: Duty): boolean => {
    const window = windowOf(one, hours, now);
    return window !== undefined && window.begins - now <= AHEAD_MS;
  };
  const isAfter = (other: Duty): boolean => duty.kind === 'quiet' && other.kind !== 'quiet' && other.day === duty.day;
  return isNear(duty) || duties.some((other) => isAfter(other) && isNear(other))
    ? windowOf(duty, hours, now)
    : undefined;
}

const ids = (runs: readonly PlannedRun[]): readonly string[] => runs.map(({ id }) => id);

/** The earliest today of all zones. */
const firstDay = (elections: readonly Election[], now: number): IsoDay =>
  elections.map(({ zone }) => dayIn(zone, now)).sort()[0] ?? dayIn('Asia/Jakarta', now);
