import { addDays, dayIn, type Election, type IsoDay, parseIsoDay } from '../../domain/election.ts';
import { text } from '../../domain/message.ts';
import { listElections } from '../../storage/elections.ts';
import { DatabaseClock } from '../../storage/reminders/clock.ts';
import { readArgs } from '../shared/args.ts';
import type { Action, ExitCode } from '../shared/command.ts';
import { UsageError } from '../shared/errors.ts';
import { dutiesAhead } from './ahead.ts';
import { planOf } from './outlook.ts';
import { sayPlan } from './say-plan.ts';

const MOST_DAYS = 400;

/** `plan [--day DAY | --days N]`: what would be sent, to how many, when and for how long; the next 7 days unless it is said. */
export const planAction: Action = {
  async run(args, { withArchive }) {
    const { values, positionals } = readArgs(args, { day: { type: 'string' }, days: { type: 'string' } });
    if (positionals.length > 0 || (values.day && values.days)) throw new UsageError(text('cli.bad_flags'));
    const day = values.day === undefined ? undefined : readDay(values.day);
    const days = readDays(values.days ?? '7');
    return withArchive(async ({ db, config, terminal }): Promise<ExitCode> => {
      const [elections, now] = [await listElections(db), await new DatabaseClock(db).ask()];
      const first = day ?? dayIn(config.TZ_REGION, now);
      const span = Array.from({ length: day ? 1 : days }, (_, n) => addDays(first, n));
      let said = 0;
      for (const each of span) {
        const plan = await planOf(db, config, elections, each, now);
        sayPlan(terminal, plan, config);
        said += plan.length;
      }
      if (said === 0) {
        terminal.note(text('cli.reminders_nothing', { from: { day: first }, to: { day: span.at(-1) ?? first } }));
        const next = nextDay(elections, addDays(span.at(-1) ?? first, 1));
        if (next) terminal.note(text('cli.reminders_next', { on: { day: next }, day: next }));
      }
      return 0;
    });
  },
};

function readDay(written: string): IsoDay {
  const day = parseIsoDay(written);
  if (!day) throw new UsageError(text('cli.reminders_bad_day'));
  return day;
}

function readDays(written: string): number {
  const days = /^\d{1,3}$/.test(written) ? Number(written) : 0;
  if (days < 1 || days > MOST_DAYS) throw new UsageError(text('cli.reminders_bad_days', { most: MOST_DAYS }));
  return days;
}

function nextDay(elections: readonly Election[], from: IsoDay): IsoDay | undefined {
  const days = Array.from({ length: MOST_DAYS }, (_, n) => addDays(from, n));
  return days.find((day) => dutiesAhead(elections, day).length > 0);
}
