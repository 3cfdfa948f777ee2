/** What the two files of a pledge add: the same dialogues to a bot that draws them and to one that does not. */
import type { Bot, People, Stage } from '../stage.ts';
import { type Figure, median, range } from './figure.ts';

const USERS = 50;
/** Picture and PDF, each under 25 ms. */
const MOST_MS = 50;

export async function certificates(
  stage: Stage,
  { drawing, plain, people }: { drawing: Bot; plain: Bot; people: People },
  { warmup, dialogues, rounds }: { warmup: number; dialogues: number; rounds: number },
): Promise<readonly Figure[]> {
  const run = (bot: Bot, count: number) =>
    stage.measure(bot, { first: people(count), dialogues: count, pace: { kind: 'at once', users: USERS } });
  await run(drawing, warmup);
  const perMessage: number[] = [];
  const perPledge: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [without, with_] = [await run(plain, dialogues), await run(drawing, dialogues)];
    perMessage.push(with_.perMessage);
    perPledge.push(((with_.perMessage - without.perMessage) * with_.messages) / dialogues);
  }
  return [
    { name: 'with certificates: CPU per message', value: median(perMessage), unit: 'ms', note: range(perMessage) },
    {
      name: 'certificates: CPU for the two files of a pledge',
      value: median(perPledge),
      unit: 'ms',
      atMost: MOST_MS,
      note: range(perPledge),
    },
  ];
}
