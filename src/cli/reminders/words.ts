/** What the commands for reminders have in common: how messages, moments and figures are called. */
import { type Text, text } from '../../domain/message.ts';
import { formatNumber } from '../../domain/number.ts';
import type { ReminderKind } from '../../domain/reminder.ts';
import type { RunFigures } from '../../storage/reminders/reading.ts';
import type { Terminal } from '../shared/terminal.ts';

/** «masa tenang, hari 1 dari 3», «sepekan sebelum masa tenang». */
export const messageName = ({ kind, n, of }: { kind: ReminderKind; n: number; of: number }): Text =>
  kind === 'quiet' ? text('cli.reminders_quiet', { n: String(n), of: String(of) }) : text(`cli.reminders_${kind}`);

/** «08.00 WIB». */
export const clock = (terminal: Terminal, moment: number, zone: string): string =>
  terminal.plain(text('cli.reminders_clock', { time: hourOf(moment, zone), zone: zoneName(moment, zone) }));

const hourOf = (moment: number, zone: string): string =>
  new Intl.DateTimeFormat('id', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    moment,
  );

const zoneName = (moment: number, zone: string): string =>
  new Intl.DateTimeFormat('id', { timeZone: zone, timeZoneName: 'short' })
    .formatToParts(moment)
    .find(({ type }) => type === 'timeZoneName')?.value ?? zone;

/** A length of time in whole minutes, or hours and minutes. */
export function duration(ms: number): Text {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes < 60) return text('cli.reminders_minutes', { count: minutes });
  return text('cli.reminders_hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

export const number = (terminal: Terminal, n: number): string => formatNumber(terminal.language, n);

export const heads = (terminal: Terminal, ...keys: readonly Text['key'][]): readonly string[] =>
  keys.map((key) => terminal.plain(text(key)));

const NAMES: ReadonlyMap<string, string> = new Map([
  ['telegram', 'Telegram'],
  ['whatsapp', 'WhatsApp'],
]);

export const channelName = (channel: string): string => NAMES.get(channel) ?? channel;

/** Adds up what has the same key, in the order it came. */
export function tally<T extends { readonly count: number }, K>(rows: readonly T[], key: (row: T) => K): Map<K, number> {
  const sum = new Map<K, number>();
  for (const row of rows) sum.set(key(row), (sum.get(key(row)) ?? 0) + row.count);
  return sum;
}

export const total = (rows: readonly { readonly count: number }[]): number =>
  rows.reduce((sum, { count }) => sum + count, 0);

/** Messages of runs that have not gone out, and may still. */
export const waiting = (runs: readonly RunFigures[]): number =>
  total(runs.flatMap(({ figures }) => figures.filter(({ state }) => state === 'planned' || state === 'sending')));
