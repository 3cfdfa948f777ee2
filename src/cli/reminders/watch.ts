/** Looks on while messages go out: a bar, counts and the time left. Who looks away changes nothing. */
import { setTimeout as wait } from 'node:timers/promises';
import { text } from '../../domain/message.ts';
import { DatabaseClock } from '../../storage/reminders/clock.ts';
import { type Figure, type RunFigures, readRuns } from '../../storage/reminders/reading.ts';
import { isServed } from '../../storage/serving.ts';
import type { Archive } from '../shared/command.ts';
import type { Terminal } from '../shared/terminal.ts';
import { perSecondOf } from './pace.ts';
import { duration, number, total, waiting } from './words.ts';

const LOOK_MS = 1000;
const BAR = 24;

/**
 * @returns `done` when nothing is left, `over` when what is left may not go out any more, `away` when it was told to stop
 */
export async function watch(
  { db, config, terminal }: Archive,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<'done' | 'over' | 'away'> {
  const line = terminal.changing();
  let shown = -1;
  let silent = false;
  const clock = new DatabaseClock(db);
  for (;;) {
    const runs = await readRuns(db, ids);
    const now = await clock.ask();
    const left = waiting(runs);
    const isOver = runs.every((run) => waiting([run]) === 0 || run.ends.getTime() <= now);
    const tenth = Math.floor((10 * (allOf(runs) - left)) / Math.max(1, allOf(runs)));
    const last = isOver || signal.aborted;
    line(progress(terminal, runs, timeLeft(runs, perSecondOf(config), now)), { worth: tenth !== shown || last, last });
    shown = tenth;
    if (isOver) return left === 0 ? 'done' : 'over';
    if (signal.aborted) return 'away';
    const served = await isServed(db);
    if (!served && !silent) terminal.note(text('cli.reminders_not_served'));
    silent = !served;
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

const allOf = (runs: readonly RunFigures[]): number => total(runs.flatMap(({ figures }) => figures));

function progress(terminal: Terminal, runs: readonly RunFigures[], leftMs: number): string {
  const [all, left] = [allOf(runs), waiting(runs)];
  const filled = all === 0 ? BAR : Math.floor((BAR * (all - left)) / all);
  const count = (...states: readonly Figure['state'][]): string =>
    number(terminal, total(runs.flatMap(({ figures }) => figures.filter(({ state }) => states.includes(state)))));
  const says = terminal.plain(
    text('cli.reminders_progress', {
      done: all - left,
      all,
      sent: count('sent', 'delivered'),
      failed: count('failed', 'blocked', 'unknown'),
    }),
  );
  const isPaused = runs.some((run) => run.state === 'paused' && waiting([run]) > 0);
  const rest = isPaused
    ? text('cli.reminders_progress_paused')
    : text('cli.reminders_left', { time: duration(leftMs) });
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${says}${left === 0 ? '' : `, ${terminal.plain(rest)}`}`;
}

/** Until the last is due, or, where that is later, until the slowest channel has sent what waits. */
function timeLeft(runs: readonly RunFigures[], perSecond: (channel: string) => number, now: number): number {
  const lastDue = Math.max(now, ...runs.map(({ lastDue: due }) => due?.getTime() ?? now));
  const waits = new Map<string, number>();
  for (const { channel, state, count } of runs.flatMap(({ figures }) => figures)) {
    if (state === 'planned') waits.set(channel, (waits.get(channel) ?? 0) + count);
  }
  return Math.max(lastDue - now, ...[...waits].map(([channel, count]) => (1000 * count) / perSecond(channel)));
}
