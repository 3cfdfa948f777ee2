/** What a report costs, and whether a thousand of them with evidence leave the bot as large as it was. */
import type { Bot, People, Stage } from '../stage.ts';
import { memoryOf } from '../usage.ts';
import type { Figure } from './figure.ts';

const USERS = 20;
/** CPU of one report from its first word to its code, without evidence. */
const MOST_MS = 60;
/** How much larger the bot may be after the last quarter of the reports than after the first: what is flat. */
const MOST_GROWTH_MB = 60;

export async function reports(
  stage: Stage,
  { bot, people }: { bot: Bot; people: People },
  { warmup, plain, withPhoto }: { warmup: number; plain: number; withPhoto: number },
): Promise<readonly Figure[]> {
  const run = (play: Bot['play'], count: number) =>
    stage.measure(
      { ...bot, play },
      { first: people(count), dialogues: count, pace: { kind: 'at once', users: USERS } },
    );
  await run('report', warmup);
  const filing = await run('report', plain);
  const quarter = Math.ceil(withPhoto / 4);
  const sizes: number[] = [];
  let lost = filing.lost;
  let cpu = 0;
  for (let n = 0; n < 4; n += 1) {
    const round = await run('report with a photo', quarter);
    lost += round.lost;
    cpu += round.perMessage * round.messages;
    sizes.push(memoryOf(bot.pid).now);
  }
  const [first = 0] = sizes;
  const last = sizes.at(-1) ?? 0;
  return [
    {
      name: 'report without evidence: CPU of the whole dialogue',
      value: (filing.perMessage * filing.messages) / plain,
      unit: 'ms',
      atMost: MOST_MS,
      note: `${(filing.messages / plain).toFixed(0)} messages, unit's seal and all`,
    },
    {
      name: 'report with a photo of 1.2 MP: CPU of the bot',
      value: cpu / (quarter * 4),
      unit: 'ms',
      note: 'the cleaning has a process of its own',
    },
    {
      name: `memory after ${quarter * 4} reports with a photo, beside after ${quarter}`,
      value: last - first,
      unit: 'MB',
      atMost: MOST_GROWTH_MB,
      note: sizes.map((size) => size.toFixed(0)).join(', '),
    },
    { name: 'reports lost', value: lost, unit: '', atMost: 0 },
  ];
}
