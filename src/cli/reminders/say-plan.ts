import type { Config } from '../../config.ts';
import { text } from '../../domain/message.ts';
import type { Duty, Window } from '../../domain/reminder.ts';
import { wordsOf } from '../../wiring/reminders.ts';
import type { Terminal } from '../shared/terminal.ts';
import { officeTable, sayOffices } from './offices.ts';
import type { Outlook } from './outlook.ts';
import { perSecondOf } from './pace.ts';
import { channelName, clock, duration, heads, messageName, number, tally, total } from './words.ts';

/** Says a day's plan: each message with its channels, its hours, and its OPDs. */
export function sayPlan(terminal: Terminal, plan: readonly Outlook[], config: Config): void {
  const together = tally(
    plan.flatMap(({ heard }) => heard),
    ({ channel }) => channel,
  );
  const perSecond = perSecondOf(config);
  for (const { duty, run, heard, window } of plan) {
    const { election, day } = duty;
    const message = messageName(duty);
    terminal.say(
      text('cli.reminders_duty', {
        on: { day },
        message,
        election: election.id,
        name: election.name,
        count: total(heard),
      }),
    );
    if (run) terminal.say(text(`cli.reminders_plan_${run.state === 'paused' ? 'paused' : 'running'}`, { id: run.id }));
    terminal.say(text('cli.reminders_says', { words: beginningOf(terminal, duty) }));
    if (!window) {
      terminal.note(text('cli.reminders_hours_over'));
      continue;
    }
    if (heard.length === 0) continue;
    const rows = [...tally(heard, ({ channel }) => channel)].map(([channel, count]) => {
      const needs = (1000 * (together.get(channel) ?? count)) / perSecond(channel);
      return { channel, count, needs, last: lastOf(window, needs) };
    });
    terminal.table([
      heads(terminal, ...HEADS),
      ...rows.map(({ channel, count, needs, last }) => [
        channelName(channel),
        number(terminal, count),
        clock(terminal, window.begins, election.zone),
        clock(terminal, last, election.zone),
        terminal.plain(duration(needs)),
      ]),
    ]);
    for (const { channel, needs } of rows) {
      const room = window.ends - window.begins;
      if (needs <= room) continue;
      const left = Math.ceil(((needs - room) * perSecond(channel)) / 1000);
      terminal.note(text('cli.reminders_too_many', { channel: channelName(channel), count: left }));
    }
    // Of a run only its whole is told by OPD: whoever looks again and again would see single people go by.
    if (run) {
      terminal.note(text('cli.reminders_offices_of_run', { id: run.id }));
      continue;
    }
    const offices = [...tally(heard, ({ office }) => office)].map(([office, count]) => ({ office, count }));
    sayOffices(terminal, officeTable(offices));
  }
}

/** The first lines, in the election's own words where it has some. */
function beginningOf(terminal: Terminal, duty: Duty): string {
  const says = wordsOf(duty, terminal.language).map((words) => terminal.plain(words));
  const lines = says.join('\n').split('\n').slice(0, MOST_LINES).join(' / ');
  return lines.length > MOST_LETTERS ? `${lines.slice(0, MOST_LETTERS)}…` : lines;
}

const MOST_LINES = 3;
const MOST_LETTERS = 240;

const HEADS = [
  'cli.reminders_head_channel',
  'cli.reminders_head_messages',
  'cli.reminders_head_first',
  'cli.reminders_head_last',
  'cli.reminders_head_needs',
] as const;

/** The last is due when the spread ends, or goes out when the channel gets to it. */
const lastOf = ({ begins, spreadTo, ends }: Window, needs: number): number =>
  Math.min(ends, Math.max(spreadTo, begins + needs));
