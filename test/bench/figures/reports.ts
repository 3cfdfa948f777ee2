/** What a report costs, and whether a thousand of them with evidence leave the bot as large as it was, taken in as well. */
import { setTimeout as pause } from 'node:timers/promises';
import type { PrismaClient } from '../../../src/storage/db.ts';
import type { Bot, People, Stage } from '../stage.ts';
import { forgetPeak, memoryOf } from '../usage.ts';
import type { Figure } from './figure.ts';

const USERS = 20;
/** CPU of one report from its first word to its code, without evidence. */
const MOST_MS = 60;
/** How much larger the bot may be after the last quarter of the reports than after the first: what is flat. */
const MOST_GROWTH_MB = 60;
/** The bot looks once a minute whether it is time for a sweep; then it has all the evidence to write anew. */
const LONGEST_SWEEP_MS = 300_000;

export async function reports(
  stage: Stage,
  { bot, people, db }: { bot: Bot; people: People; db: PrismaClient },
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
  forgetPeak(bot.pid);
  await takenIn(db);
  const swept = memoryOf(bot.pid);
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
    {
      name: `memory after a sweep has taken in all of them, beside after ${quarter}`,
      value: swept.now - first,
      unit: 'MB',
      atMost: MOST_GROWTH_MB,
      note: `${swept.now.toFixed(0)}, ${swept.peak.toFixed(0)} at most meanwhile; ${await db.report.count()} reports`,
    },
    { name: 'reports lost', value: lost, unit: '', atMost: 0 },
  ];
}

/** Resolves when the bot's next sweep, which is due now, has ended: it scours the tables last, and of those `whatsapp_key`. */
async function takenIn(db: PrismaClient): Promise<void> {
  const began = new Date();
  await db.$executeRaw`
    INSERT INTO sweep (name, xid, due) VALUES ('intake', '0', ${began})
    ON CONFLICT (name) DO UPDATE SET due = EXCLUDED.due`;
  for (const deadline = performance.now() + LONGEST_SWEEP_MS; performance.now() < deadline; ) {
    const [scoured] = await db.$queryRaw<{ at: Date | null }[]>`
      SELECT last_vacuum AS at FROM pg_stat_user_tables WHERE relname = 'whatsapp_key'`;
    if (scoured?.at && scoured.at > began && (await db.intake.count()) === 0) return;
    await pause(100);
  }
  throw new Error('no sweep takes in what waits');
}
