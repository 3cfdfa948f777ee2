/** What a day's plan is, where it is made already, or would be. Nothing is written. */
import type { Config } from '../../config.ts';
import { dayIn, type Election, type IsoDay } from '../../domain/election.ts';
import { type Duty, dutiesOn, isNamed, type Window, windowOf } from '../../domain/reminder.ts';
import type { Db } from '../../storage/db.ts';
import { forecast, type Heard } from '../../storage/reminders/forecast.ts';
import { type RunFigures, readRuns, readWaiting } from '../../storage/reminders/reading.ts';
import { remindersOf } from '../../wiring/reminders.ts';

export interface Outlook {
  readonly duty: Duty;
  /** When it is planned already. */
  readonly run?: RunFigures;
  /** What has not gone out. */
  readonly heard: readonly Heard[];
  /** `undefined` when the day's hours are over. */
  readonly window: Window | undefined;
}

/** In the order in which the messages of a day are planned: masa tenang of any zone, then invitations, what begins first first. */
export async function planOf(
  db: Db,
  config: Config,
  elections: readonly Election[],
  day: IsoDay,
  now: number,
): Promise<readonly Outlook[]> {
  const runs = await readRuns(db);
  const runOf = (duty: Duty): RunFigures | undefined =>
    runs.find((run) => isNamed(duty, run) && run.state !== 'cancelled');
  const { hours } = remindersOf(config);
  const duties = dutiesOn(elections, day)
    .map((duty) => ({ duty, run: runOf(duty), window: windowOf(duty, hours, now) }))
    .filter(({ duty, run, window }) => {
      if (duty.since === day) return true;
      if (dayIn(duty.election.zone, now) !== day) return false;
      // An invitation that has gone out comes once more before the hours of the day begin, to whoever had no place for it.
      const isAgain = run !== undefined && run.day < day && window !== undefined && now < window.opens;
      return run === undefined || run.lastDue !== null || isAgain;
    })
    .sort((a, b) => rank(a.duty) - rank(b.duty) || (a.window?.begins ?? 0) - (b.window?.begins ?? 0));
  const isPlanned = (run: RunFigures | undefined): boolean => run !== undefined && run.day >= day;
  const open = duties.filter(({ run, window }) => !isPlanned(run) && window !== undefined);
  const expected = await forecast(
    db,
    day,
    open.map(({ duty }) => duty),
  );
  return Promise.all(
    duties.map(async ({ duty, run, window }) => {
      const nth = open.findIndex((one) => one.duty === duty);
      if (run === undefined || !isPlanned(run)) return { duty, heard: expected[nth] ?? [], window };
      return { duty, run, heard: await readWaiting(db, run.id), window };
    }),
  );
}

const rank = ({ kind }: Duty): number => (kind === 'quiet' ? 0 : 1);
