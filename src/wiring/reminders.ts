import type { ChannelName } from '../channels/channel.ts';
import type { Config } from '../config.ts';
import type { Language, Text } from '../domain/message.ts';
import type { Duty } from '../domain/reminder.ts';
import { reminderMessage } from '../flows/reminder-message.ts';
import type { RemindersOptions } from '../jobs/reminders/index.ts';
import type { Pace } from '../jobs/reminders/means.ts';

/** How reminders are sent, as the settings say. */
export function remindersOf(config: Config): Pick<RemindersOptions, 'hours' | 'paceOf' | 'zone'> {
  return {
    hours: { from: config.REMIND_FROM, until: config.REMIND_UNTIL, spreadMinutes: config.REMIND_SPREAD_MINUTES },
    paceOf: (channel) => paceOf(config, channel),
    zone: config.TZ_REGION,
  };
}

/** What is said of the day itself, to everybody alike. */
export const wordsOf = (duty: Duty, language: Language): readonly Text[] =>
  reminderMessage(duty, { language, ikrar: undefined, buttons: true }).paragraphs.slice(0, 1);

/** So much of a rate is used: what comes late goes out beside what is on time, and both together must stay below what is taken. */
const KEPT = 0.98;

/**
 * Telegram evenly, with little saved up: the rate and what is saved up together must stay below what Telegram takes in any
 * second, about 30. WhatsApp one by one, at moments that no clock would choose.
 */
function paceOf(config: Config, channel: ChannelName): Pace {
  if (channel === 'whatsapp') {
    const perSecond = config.WHATSAPP_REMINDERS_PER_MINUTE / 60;
    // Looks a little oftener than it sends, and saves up a little: else each look that comes too early would cost a place.
    return { perSecond, burst: 3, manner: 'by chance', tick: [500 / perSecond, 1300 / perSecond] };
  }
  const perSecond = config.TELEGRAM_REMINDERS_PER_SECOND * KEPT;
  return { perSecond, burst: Math.max(1, perSecond / 20), manner: 'evenly', tick: [250, 250] };
}
