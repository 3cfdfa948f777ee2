import { type Text, text } from '../../domain/message.ts';
import { type Duty, dutiesNow, windowOf } from '../../domain/reminder.ts';
import { listElections } from '../../storage/elections.ts';
import { planReminders } from '../../storage/reminders/calendar.ts';
import { DatabaseClock } from '../../storage/reminders/clock.ts';
import { isServed } from '../../storage/serving.ts';
import { remindersOf } from '../../wiring/reminders.ts';
import { readArgs } from '../shared/args.ts';
import type { Action, Desk, ExitCode } from '../shared/command.ts';
import { UsageError } from '../shared/errors.ts';
import { untilInterrupted } from '../shared/interrupt.ts';
import { runsOfToday } from './runs.ts';
import { watch } from './watch.ts';
import { clock, waiting } from './words.ts';

/** `run`: plans what is due today, as the service does every five minutes, and looks on while the service sends it. */
export const runAction: Action = {
  async run(args, { withDesk }) {
    if (readArgs(args, {}).positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    return withDesk(runToday);
  },
};

async function runToday(desk: Desk): Promise<ExitCode> {
  const { db, config, terminal, alone } = desk;
  const { hours } = remindersOf(config);
  const [elections, now] = [await listElections(db), await new DatabaseClock(db).ask()];
  const planned = await planReminders(db, elections, hours, now);
  const runs = await runsOfToday(db, elections, config.TZ_REGION, now);
  if (runs.length === 0) {
    terminal.say(why(desk, dutiesNow(elections, now), now));
    return 0;
  }
  terminal.say(text('cli.reminders_planned', { count: planned, waiting: waiting(runs) }));
  if (waiting(runs) > 0 && (alone || !(await isServed(db)))) {
    terminal.note(text('cli.reminders_not_served'));
    return 1;
  }
  return look(
    desk,
    runs.map(({ id }) => id),
  );
}

/** Looks on until it is done, or Ctrl-C. */
export async function look(
  archive: Pick<Desk, 'db' | 'config' | 'terminal' | 'alone'>,
  ids: readonly string[],
): Promise<ExitCode> {
  const result = await untilInterrupted((signal) => watch(archive, ids, signal));
  archive.terminal.note(text(`cli.reminders_watched_${result}`));
  return result === 'over' ? 1 : 0;
}

/** Why there is nothing of today. */
function why({ config, terminal }: Desk, [first]: readonly Duty[], now: number): Text {
  if (!first) return text('cli.reminders_nothing_today');
  const window = windowOf(first, remindersOf(config).hours, now);
  if (!window) return text('cli.reminders_hours_over');
  return text('cli.reminders_too_early', { at: clock(terminal, window.begins, first.election.zone) });
}
