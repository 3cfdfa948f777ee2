/** How near two processes of one bot keep together to the rate of reminders, and whether people are answered meanwhile. */
import type { PrismaClient } from '../../../src/storage/db.ts';
import { ACTS } from '../parts/dialogue.ts';
import type { Bot, People, Stage } from '../stage.ts';
import type { Figure } from './figure.ts';

/** As the service does unless it is told otherwise. */
export const REMINDERS_A_SECOND = 28;
/** Telegram's. */
const LIMIT = 30;
const PROCESSES = 2;
const TALKERS_A_SECOND = 5;
const THINK_MS = 500;

/** @param bot the process that people talk to; another one of the same bot runs beside it, with people to remind in their database */
export async function remindersPace(
  stage: Stage,
  { db, bot, people }: { db: PrismaClient; bot: Bot; people: People },
  { recipients, talkSeconds }: { recipients: number; talkSeconds: number },
): Promise<readonly Figure[]> {
  // Each looks for something to send in its own time: what one sent before the other began is not measured.
  await stage.watch(bot, LIMIT);
  await stage.sent(bot, PROCESSES, PROCESSES);
  await stage.watch(bot, LIMIT);
  const alone = await stage.sent(bot, recipients);
  const share = (alone.sent - 1) / (((alone.last - alone.first) / 1000) * REMINDERS_A_SECOND);
  const late = alone.refusals.map((at) => (at - alone.first) / 1000).filter((after) => after > 1);
  const counts = Object.values(alone.by);
  const dialogues = (TALKERS_A_SECOND * talkSeconds) / ACTS;
  const pace = { kind: 'steady', perSecond: TALKERS_A_SECOND, thinkMs: THINK_MS } as const;
  const reminded = (): Promise<number> => db.reminder.count({ where: { state: 'sent' } });
  const before = await reminded();
  const talk = await stage.play(bot, { first: people(dialogues), dialogues, pace });
  const meanwhile = (await reminded()) - before;
  const together = await stage.seen(bot);
  const seconds = (together.last - alone.last) / 1000;
  const refused = together.refusals.slice(alone.refusals.length).map((at) => (at - alone.last) / 1000);
  const [early, later] = [refused.filter((after) => after <= 1), refused.filter((after) => after > 1)];
  return [
    {
      name: `reminders of two processes: share of ${REMINDERS_A_SECOND} a second`,
      value: share,
      unit: '',
      atLeast: 0.96,
      note: `${alone.sent} at a limit of ${LIMIT}`,
    },
    {
      // One leads for a while and then the other: in a short run they are far apart.
      name: '… sent by the one that sent fewer',
      value: counts.length < PROCESSES ? 0 : Math.min(...counts),
      unit: '',
      atLeast: 1,
      note: counts.map((count) => `${((count / alone.sent) * 100).toFixed(0)} %`).join(' and '),
    },
    {
      name: '… refused with 429 after the first second',
      value: late.length,
      unit: '',
      atMost: 0,
      note: late.map((after) => `after ${after.toFixed(1)} s`).join(', '),
    },
    {
      name: `answers to ${TALKERS_A_SECOND} people a second among reminders: p95`,
      value: talk.p95,
      unit: 'ms',
      atMost: 150,
      note: `${talk.messages} messages to one of two processes; median ${talk.p50.toFixed(1)}, p99 ${talk.p99.toFixed(1)}`,
    },
    // Whoever is never answered is in no percentile.
    { name: 'dialogues lost among reminders', value: talk.lost, unit: '', atMost: 0, note: `of ${dialogues}` },
    {
      // Until then one process does not know yet that people write to the other.
      name: 'refused with 429 after the first second of that',
      value: later.length,
      unit: '',
      atMost: 0,
      note: `${((together.sent - alone.sent) / seconds).toFixed(1)} messages a second in all, of both; within it ${early.length}`,
    },
    // Answers come first, and leave something.
    { name: 'reminders that went out meanwhile', value: meanwhile, unit: '', atLeast: 1 },
  ];
}
