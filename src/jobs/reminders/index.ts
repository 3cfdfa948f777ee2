/** The reminders: planned by the calendar, in one process; sent by all, each with the channels it has. */
import type { Channel, ChannelName } from '../../channels/channel.ts';
import type { Hours } from '../../domain/reminder.ts';
import { listElections } from '../../storage/elections.ts';
import { planReminders } from '../../storage/reminders/calendar.ts';
import { giveUpUnknown } from '../../storage/reminders/claiming.ts';
import { tidyReminders } from '../../storage/reminders/keeping.ts';
import type { Queue } from '../queue.ts';
import { Arrivals } from './arrivals.ts';
import type { Pace, SendMeans } from './means.ts';
import { ReminderSender } from './send.ts';

export interface RemindersOptions extends Omit<SendMeans, 'replan'> {
  readonly queue: Queue;
  readonly channels: readonly Channel[];
  readonly hours: Hours;
  readonly paceOf: (channel: ChannelName) => Pace;
  readonly zone: string;
}

/** At a start and every five minutes: a changed date is soon in force, and a start late in the day still does what is right. */
const CRON = '*/5 * * * *';

export interface Reminders {
  /** Sends no more, and resolves when it is written down what became of what went out. */
  stop(): Promise<void>;
  /** To be called when the channels are stopped: writes down what arrived meanwhile. */
  end(): Promise<void>;
}

/** Starts planning and sending. */
export async function startReminders(options: RemindersOptions): Promise<Reminders> {
  const { db, queue, channels, hours, paceOf, zone, log, clock } = options;
  const replan = async (): Promise<number> => planReminders(db, await listElections(db), hours, await clock.ask());
  await queue.at('reminders', CRON, zone, async () => {
    const unknown = await giveUpUnknown(db);
    if (unknown > 0) log.warn({ reminders: unknown }, 'nobody knows whether reminders arrived that a crash cut off');
    const planned = await replan();
    if (planned > 0) log.info({ reminders: planned }, 'reminders are planned');
    await tidyReminders(db, clock.now());
  });
  const senders = channels.map((channel) => new ReminderSender({ ...options, replan }, channel, paceOf(channel.name)));
  const arrivals = channels.flatMap(({ receipts }) => (receipts ? new Arrivals(receipts, options) : []));
  for (const sender of senders) sender.start();
  return {
    stop: async () => {
      await Promise.all(senders.map((sender) => sender.stop()));
    },
    end: async () => {
      await Promise.all(arrivals.map((one) => one.stop()));
    },
  };
}
