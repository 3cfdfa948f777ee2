/** How long a person waits while messages come at a steady rate, whether or not the bot keeps up. */
import { ACTS } from '../parts/dialogue.ts';
import type { Bot, People, Stage } from '../stage.ts';
import type { Figure } from './figure.ts';

const PER_SECOND = 100;
const THINK_MS = 500;
const MOST_MS = 50;

export async function latency(stage: Stage, bot: Bot, people: People, seconds: number): Promise<readonly Figure[]> {
  const dialogues = (PER_SECOND * seconds) / ACTS;
  const pace = { kind: 'steady', perSecond: PER_SECOND, thinkMs: THINK_MS } as const;
  const run = await stage.play(bot, { first: people(dialogues), dialogues, pace });
  const also = `${run.messages} messages; median ${run.p50.toFixed(1)}, p99 ${run.p99.toFixed(1)}`;
  return [
    { name: `p95 at ${PER_SECOND} messages a second`, value: run.p95, unit: 'ms', atMost: MOST_MS, note: also },
    { name: `dialogues lost at that rate`, value: run.lost, unit: '', atMost: 0 },
  ];
}
