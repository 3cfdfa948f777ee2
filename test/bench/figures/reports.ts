/** What a report costs, and whether the bot's memory levels off while reports with evidence come by the thousand, and are taken in. */
import { setTimeout as pause } from 'node:timers/promises';
import type { PrismaClient } from '../../../src/storage/db.ts';
import type { Bot, People, Stage } from '../stage.ts';
import { forgetPeak, memoryOf } from '../usage.ts';
import type { Figure } from './figure.ts';

const USERS = 20;
/** CPU of one report from its first word to its code, without evidence. */
const MOST_MS = 60;
/** The reports with evidence come in thirds; after each, those that wait are taken in. */
const THIRDS = 3;
/** How often the memory is read in each. */
const READINGS = 4;
/** How much larger the bot may be at most in the last third than in those before: 30 KB for each of a thousand reports. */
const MOST_GROWTH_MB = 30;
/** The same after a sweep: that is read once, with as much garbage as there happens to be at that moment. */
const MOST_GROWTH_SWEPT_MB = 60;
/** The bot looks once a minute whether it is time for a sweep; then it has all the evidence to write anew. */
const LONGEST_SWEEP_MS = 300_000;

/** MB, while reports were filed and after they were taken in. */
interface Third {
  readonly sizes: readonly number[];
  readonly swept: { readonly now: number; readonly peak: number };
}

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
  const each = Math.ceil(withPhoto / THIRDS / READINGS);
  const thirds: Third[] = [];
  let lost = filing.lost;
  let cpu = 0;
  while (thirds.length < THIRDS) {
    const sizes: number[] = [];
    while (sizes.length < READINGS) {
      const round = await run('report with a photo', each);
      lost += round.lost;
      cpu += round.perMessage * round.messages;
      sizes.push(memoryOf(bot.pid).now);
    }
    forgetPeak(bot.pid);
    await takenIn(db);
    thirds.push({ sizes, swept: memoryOf(bot.pid) });
  }
  const most = thirds.map(({ sizes }) => Math.max(...sizes));
  const taken = thirds.map(({ swept }) => swept.now);
  const count = each * READINGS * THIRDS;
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
      value: cpu / count,
      unit: 'ms',
      note: 'the cleaning has a process of its own',
    },
    {
      name: `most memory in the last ${each * READINGS} of ${count} reports with a photo, beside the most before`,
      value: grownBy(most),
      unit: 'MB',
      atMost: MOST_GROWTH_MB,
      note: thirds.map(({ sizes }) => sizes.map(whole).join(', ')).join('; '),
    },
    {
      name: 'memory after the sweep that took them in, beside the most after those before',
      value: grownBy(taken),
      unit: 'MB',
      atMost: MOST_GROWTH_SWEPT_MB,
      note: `${thirds.map(({ swept }) => `${whole(swept.now)} (${whole(swept.peak)} at most)`).join(', ')}; ${await db.report.count()} reports`,
    },
    { name: 'reports lost', value: lost, unit: '', atMost: 0 },
  ];
}

const whole = (megabytes: number): string => megabytes.toFixed(0);

/** The last beside the largest before: memory that was given back meanwhile, and is taken again, is no growth. */
const grownBy = (sizes: readonly number[]): number => (sizes.at(-1) ?? Number.NaN) - Math.max(...sizes.slice(0, -1));

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
