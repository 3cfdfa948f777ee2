import { text } from '../../domain/message.ts';
import { listElections } from '../../storage/elections.ts';
import { DatabaseClock } from '../../storage/reminders/clock.ts';
import { pauseRuns, resumeRuns } from '../../storage/reminders/pausing.ts';
import { type RunFigures, readRuns } from '../../storage/reminders/reading.ts';
import { readArgs } from '../shared/args.ts';
import type { Action, Desk, ExitCode } from '../shared/command.ts';
import { Refusal } from '../shared/errors.ts';
import { namedRuns, runsOfToday, takeRunIds } from './runs.ts';
import { waiting } from './words.ts';

/** `pause [RUN…]`: nothing more of these goes out, or of all of today's, by whichever process. */
export const pauseAction: Action = action('paused');

/** `resume [RUN…]`: they go on. */
export const resumeAction: Action = action('running');

function action(to: 'paused' | 'running'): Action {
  return {
    async run(args, { withDesk }) {
      const { dashed, rest } = takeRunIds(args);
      const ids = [...dashed, ...readArgs(rest, {}).positionals];
      return withDesk((desk) => change(desk, ids, to));
    },
  };
}

async function change(
  { db, config, terminal }: Desk,
  ids: readonly string[],
  to: 'paused' | 'running',
): Promise<ExitCode> {
  const runs = ids.length > 0 ? await namedRuns(db, ids) : await today(db, config.TZ_REGION);
  await (to === 'paused' ? pauseRuns : resumeRuns)(
    db,
    runs.map(({ id }) => id),
  );
  const after = await readRuns(
    db,
    runs.map(({ id }) => id),
  );
  for (const run of after) {
    const says = { id: run.id, count: waiting([run]) };
    if (run.state === 'cancelled') terminal.note(text('cli.reminders_is_cancelled', { id: run.id }));
    else terminal.say(text(run.state === 'paused' ? 'cli.reminders_is_paused' : 'cli.reminders_is_running', says));
  }
  return after.every(({ state }) => state === to) ? 0 : 1;
}

async function today(db: Desk['db'], zone: string): Promise<readonly RunFigures[]> {
  const runs = await runsOfToday(db, await listElections(db), zone, await new DatabaseClock(db).ask());
  if (runs.length === 0) throw new Refusal(text('cli.reminders_none_today'));
  return runs;
}
