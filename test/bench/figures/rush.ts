/** An apel: everybody begins the pledge within the same minute. */
import type { Bot, People, Stage } from '../stage.ts';
import type { Figure } from './figure.ts';

const THINK_MS = 500;

export async function rush(
  stage: Stage,
  bot: Bot,
  people: People,
  { count, withinSeconds }: { count: number; withinSeconds: number },
): Promise<readonly Figure[]> {
  const pace = { kind: 'rush', withinMs: withinSeconds * 1000, thinkMs: THINK_MS } as const;
  const run = await stage.play(bot, { first: people(count), dialogues: count, pace });
  return [
    {
      name: `finish, of ${count} who begin within ${withinSeconds} s`,
      value: run.finished,
      unit: '',
      atLeast: count,
      note: `in ${run.seconds.toFixed(1)} s; p95 ${run.p95.toFixed(1)} ms`,
    },
  ];
}
