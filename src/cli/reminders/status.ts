import { text } from '../../domain/message.ts';
import { listElections } from '../../storage/elections.ts';
import { DatabaseClock } from '../../storage/reminders/clock.ts';
import { OUTCOMES, type RunFigures, readOffices, readRuns } from '../../storage/reminders/reading.ts';
import { readArgs } from '../shared/args.ts';
import type { Action, Archive, ExitCode } from '../shared/command.ts';
import { UsageError } from '../shared/errors.ts';
import type { Terminal } from '../shared/terminal.ts';
import { type OfficeTable, officeTable, sayOffices } from './offices.ts';
import { look } from './run.ts';
import { namedRuns, runsOfToday, takeRunIds } from './runs.ts';
import { channelName, heads, messageName, number, tally, total, waiting } from './words.ts';

/** `status [--json] [--watch] [RUN]`: what became of all runs, one line each, or of one in full. */
export const statusAction: Action = {
  async run(args, { withArchive }) {
    const { dashed, rest } = takeRunIds(args);
    const { values, positionals } = readArgs(rest, { json: { type: 'boolean' }, watch: { type: 'boolean' } });
    const [id, ...others] = [...dashed, ...positionals];
    if (others.length > 0 || (values.json && values.watch)) throw new UsageError(text('cli.bad_flags'));
    return withArchive((archive) => {
      if (values.watch) return watchRuns(archive, id);
      return id === undefined ? all(archive, values.json === true) : one(archive, id, values.json === true);
    });
  },
};

async function watchRuns(archive: Archive, id: string | undefined): Promise<ExitCode> {
  const { db, config, terminal } = archive;
  const now = await new DatabaseClock(db).ask();
  const today = async () => runsOfToday(db, await listElections(db), config.TZ_REGION, now);
  const runs = id === undefined ? await today() : await namedRuns(db, [id]);
  if (runs.length === 0) {
    terminal.note(text('cli.reminders_none_today'));
    return 0;
  }
  return look(
    archive,
    runs.map((run) => run.id),
  );
}

async function all({ db, terminal }: Archive, json: boolean): Promise<ExitCode> {
  const runs = await readRuns(db);
  if (json) terminal.json(runs.map(jsonOf));
  else if (runs.length === 0) terminal.note(text('cli.reminders_none'));
  else terminal.table([heads(terminal, ...HEADS), ...runs.map((run) => lineOf(terminal, run))]);
  return 0;
}

const HEADS = [
  'cli.reminders_head_run',
  'cli.reminders_head_day',
  'cli.reminders_head_message',
  'cli.reminders_head_election',
  'cli.reminders_head_state',
  'cli.reminders_head_messages',
  'cli.reminders_head_waiting',
  'cli.reminders_head_sent',
  'cli.reminders_head_failed',
  'cli.reminders_head_left_out',
] as const;

function lineOf(terminal: Terminal, run: RunFigures): readonly string[] {
  const states = tally(run.figures, ({ state }) => state);
  const sum = (...names: readonly (typeof OUTCOMES)[number][]): string =>
    number(
      terminal,
      names.reduce((n, name) => n + (states.get(name) ?? 0), 0),
    );
  return [
    run.id,
    run.day,
    terminal.plain(messageName(run)),
    run.electionId,
    terminal.plain(stateOf(run)),
    number(terminal, total(run.figures)),
    sum('planned', 'sending'),
    sum('sent', 'delivered'),
    sum('failed', 'blocked', 'unknown'),
    sum('stopped', 'needless', 'late'),
  ];
}

function stateOf(run: RunFigures) {
  if (run.state !== 'running') return text(`cli.reminders_run_${run.state}`);
  return waiting([run]) > 0 ? text('cli.reminders_run_running') : text('cli.reminders_run_done');
}

async function one({ db, terminal }: Archive, id: string, json: boolean): Promise<ExitCode> {
  const runs = await namedRuns(db, [id]);
  for (const run of runs) {
    const offices = await officesOf(db, run);
    if (json) terminal.json({ ...jsonOf(run), offices: offices ?? null });
    else sayRun(terminal, run, offices);
  }
  return 0;
}

/**
 * Until its hours are over only how many there are: whoever looks again and again would see single people go by, also after the
 * last of them, since whoever pledges on a day of masa tenang is added to it.
 */
async function officesOf(db: Archive['db'], run: RunFigures): Promise<OfficeTable | undefined> {
  const rows = await readOffices(db, run.id);
  const isOver = waiting([run]) === 0 && run.ends.getTime() <= (await new DatabaseClock(db).ask());
  return officeTable(isOver ? rows : rows.map(({ office, count }) => ({ office, count })));
}

function sayRun(terminal: Terminal, run: RunFigures, offices: OfficeTable | undefined): void {
  const channels = [...tally(run.figures, ({ channel }) => channel).keys()];
  const count = (state: string, channel: string): number =>
    total(run.figures.filter((figure) => figure.state === state && figure.channel === channel));
  terminal.table([lineOf(terminal, run).slice(0, 5)]);
  const rows = OUTCOMES.filter((state) => channels.some((channel) => count(state, channel) > 0)).map((state) => [
    terminal.plain(text(`cli.reminders_state_${state}`)),
    ...channels.map((channel) => number(terminal, count(state, channel))),
  ]);
  terminal.table([['', ...channels.map(channelName)], ...rows]);
  for (const { channel, why, count: times } of run.figures.filter((figure) => figure.state === 'failed')) {
    terminal.say(text('cli.reminders_refused', { channel: channelName(channel), code: why ?? '?', count: times }));
  }
  sayOffices(terminal, offices);
}

const jsonOf = ({ id, electionId, kind, n, of, since, day, state, begins, ends, figures }: RunFigures) => ({
  ...{ id, election: electionId, kind, n, of, since, day, state, begins, ends },
  figures: figures.map(({ why, ...figure }) => (why === null ? figure : { ...figure, code: why })),
});
