/** Which runs a command is about. */
import { dayIn, type Election } from '../../domain/election.ts';
import { text } from '../../domain/message.ts';
import type { Db } from '../../storage/db.ts';
import { type RunFigures, readRuns } from '../../storage/reminders/reading.ts';
import { Refusal } from '../shared/errors.ts';

/** The zone of a run's days. An election that is gone has none of its own. */
export const zoneOf = (elections: readonly Election[], { electionId }: { electionId: string }, other: string): string =>
  elections.find(({ id }) => id === electionId)?.zone ?? other;

/** The runs of today, each in its own zone, but for those that the calendar has cancelled. */
export async function runsOfToday(
  db: Db,
  elections: readonly Election[],
  zone: string,
  now: number,
): Promise<readonly RunFigures[]> {
  const runs = await readRuns(db);
  return runs.filter((run) => run.state !== 'cancelled' && run.day === dayIn(zoneOf(elections, run, zone), now));
}

/** @throws Refusal naming the ids that are no runs */
export async function namedRuns(db: Db, ids: readonly string[]): Promise<readonly RunFigures[]> {
  const runs = await readRuns(db, ids);
  const unknown = ids.filter((id) => !runs.some((run) => run.id === id));
  if (unknown.length > 0) throw new Refusal(...unknown.map((id) => text('cli.reminders_unknown', { id })));
  return runs;
}

/** Runs are named by 12 random letters, the first of which may be a dash: those are no flags. */
export function takeRunIds(args: readonly string[]): { readonly dashed: readonly string[]; readonly rest: string[] } {
  const isDashed = (arg: string): boolean => /^-[\w-]{11}$/.test(arg);
  return { dashed: args.filter(isDashed), rest: args.filter((arg) => !isDashed(arg)) };
}
