/** Whether a message costs the same in a small and in a large table of sessions. */
import type { Bot, People, Stage } from '../stage.ts';
import { type Figure, median, range } from './figure.ts';

const USERS = 50;
/** The cost may differ by so much either way. */
const TOLERANCE = 0.15;

/** Plays to two bots in turns, whose databases differ only in how many sessions they hold. */
export async function growth(
  stage: Stage,
  { small, large, sessions }: { small: Bot; large: Bot; sessions: number },
  { warmup, dialogues, rounds, people }: { warmup: number; dialogues: number; rounds: number; people: People },
): Promise<readonly Figure[]> {
  const pace = { kind: 'at once', users: USERS } as const;
  const both = async (count: number) => {
    const wanted = { first: people(count), dialogues: count, pace };
    return { small: await stage.measure(small, wanted), large: await stage.measure(large, wanted) };
  };
  await both(warmup);
  const runs: Awaited<ReturnType<typeof both>>[] = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await both(dialogues));
  const ratios = (of: 'perMessage' | 'serverPerMessage') => runs.map((run) => run.large[of] / run.small[of]);
  const name = `cost with ${sessions.toLocaleString('en')} sessions ÷ with 1,000`;
  const within = { atMost: 1 + TOLERANCE, atLeast: 1 - TOLERANCE };
  const bot = ratios('perMessage');
  const server = ratios('serverPerMessage');
  return [
    { name: `${name}: bot`, value: median(bot), unit: '×', ...within, note: range(bot) },
    { name: `${name}: PostgreSQL`, value: median(server), unit: '×', ...within, note: range(server) },
  ];
}
