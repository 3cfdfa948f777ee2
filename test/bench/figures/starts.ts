/** How fast trial mode starts, and what it holds in memory: in an empty folder, and later. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Bot } from '../stage.ts';
import { memoryOf } from '../usage.ts';
import { type Figure, median, range } from './figure.ts';

/** After it is ready: what the start left to do. */
const CALM_MS = 2000;

/** @param start starts the service on the same folder each time, which is empty the first time */
export async function starts(start: () => Promise<Bot>, later: number): Promise<readonly Figure[]> {
  const first = await startOnce(start);
  const others: Awaited<ReturnType<typeof startOnce>>[] = [];
  for (let n = 0; n < later; n += 1) others.push(await startOnce(start));
  const seconds = others.map((one) => one.seconds);
  const peaks = others.map((one) => one.peak);
  return [
    { name: 'embedded, first start: ready', value: first.seconds, unit: 's', atMost: 8 },
    { name: 'embedded, first start: most memory', value: first.peak, unit: 'MB', atMost: 600 },
    { name: 'embedded, later starts: ready', value: median(seconds), unit: 's', atMost: 2, note: range(seconds) },
    { name: 'embedded, later starts: most memory', value: median(peaks), unit: 'MB', atMost: 450, note: range(peaks) },
  ];
}

async function startOnce(start: () => Promise<Bot>): Promise<{ seconds: number; peak: number }> {
  const bot = await start();
  await pause(CALM_MS);
  const { peak } = memoryOf(bot.pid);
  await bot.stop();
  return { seconds: bot.readyMs / 1000, peak };
}
