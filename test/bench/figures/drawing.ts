/** What each file of a pledge takes, drawn one after another in a process that does nothing else. */
import type { Part } from '../processes.ts';
import { cpuOf } from '../usage.ts';
import { type Figure, median, range } from './figure.ts';

const FORMS = [
  ['picture', 'the picture of a certificate'],
  ['pdf', 'the PDF of a certificate'],
] as const;
const MOST_MS = 25;

export async function drawing(
  part: Part,
  { warmup, count, rounds }: { warmup: number; count: number; rounds: number },
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [form, name] of FORMS) {
    await part.ask({ form, count: warmup });
    const each: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = cpuOf(part.pid);
      await part.ask({ form, count });
      each.push((cpuOf(part.pid) - before) / count);
    }
    figures.push({
      name: `CPU of ${name}, once warm`,
      value: median(each),
      unit: 'ms',
      atMost: MOST_MS,
      note: range(each),
    });
  }
  return figures;
}
