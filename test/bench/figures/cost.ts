/** CPU of the bot for each message, beside the echo bot's. Runs alternate, since the machine is never quiet for long. */
import type { Played } from '../parts/wire.ts';
import type { Bot, Cost, People, Stage } from '../stage.ts';
import { type Figure, median, range } from './figure.ts';

export interface CostOptions {
  /** Dialogues before anything is measured: a service runs for weeks, and a cold Node is another matter. */
  readonly warmup: number;
  /** Dialogues a run. */
  readonly dialogues: number;
  readonly rounds: number;
}

type Run = Cost & Played;

const USERS = 50;

/**
 * Plays the same number of messages to the echo bot and to ours, in turns.
 *
 * @param name what the figures begin with
 * @param most what the ratio of the two may be; without it the ratio is for information
 */
export async function cost(
  stage: Stage,
  { name, bot, echo, people, most }: { name: string; bot: Bot; echo: Bot; people: People; most?: number },
  { warmup, dialogues, rounds }: CostOptions,
): Promise<readonly Figure[]> {
  const pace = { kind: 'at once', users: USERS } as const;
  const toEcho = (count: number) => stage.measure(echo, { first: 0, dialogues: count, pace });
  const toBot = (count: number) => stage.measure(bot, { first: people(count), dialogues: count, pace });
  await toEcho(warmup);
  await toBot(warmup);
  const runs: { readonly ours: Run; readonly theirs: Run }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    runs.push({ theirs: await toEcho(dialogues), ours: await toBot(dialogues) });
  }
  return figuresOf(name, runs, most === undefined ? {} : { atMost: most });
}

function figuresOf(
  name: string,
  runs: readonly { ours: Run; theirs: Run }[],
  wanted: Pick<Figure, 'atMost'>,
): readonly Figure[] {
  const of = (read: (one: Run) => number): number[] => runs.map(({ ours }) => read(ours));
  const sum = (read: (one: Run) => number): number => of(read).reduce((total, one) => total + one, 0);
  const ratios = runs.map(({ ours, theirs }) => ours.perMessage / theirs.perMessage);
  const echo = runs.map(({ theirs }) => theirs.perMessage);
  const bot = of((run) => run.perMessage);
  const rate = median(of((run) => run.messages / run.seconds));
  return [
    { name: `${name}: CPU ÷ echo bot`, value: median(ratios), unit: '×', ...wanted, note: range(ratios) },
    { name: `${name}: CPU per message`, value: median(bot), unit: 'ms', note: range(bot) },
    { name: `${name}: echo bot per message`, value: median(echo), unit: 'ms', note: range(echo) },
    ...(sum((run) => run.serverPerMessage) > 0
      ? [{ name: `${name}: PostgreSQL per message`, value: median(of((run) => run.serverPerMessage)), unit: 'ms' }]
      : []),
    { name: `${name}: messages a second, ${USERS} users`, value: rate, unit: '/s' },
    {
      name: `${name}: dialogues lost`,
      value: sum((run) => run.lost),
      unit: '',
      atMost: 0,
      note: `of ${sum((run) => run.finished + run.lost)}; acts sent before the webhook call returned: ${sum((run) => run.early)}`,
    },
    { name: `${name}: taps unanswered`, value: sum((run) => run.taps - run.tapsAnswered), unit: '', atMost: 0 },
    { name: `${name}: updates refused`, value: sum((run) => run.refused), unit: '', atMost: 0 },
  ];
}
