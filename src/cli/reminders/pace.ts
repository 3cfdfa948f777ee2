import type { Config } from '../../config.ts';
import { remindersOf } from '../../wiring/reminders.ts';

/** How many messages a second a channel takes, for all processes together, as the settings say. */
export function perSecondOf(config: Config): (channel: string) => number {
  const { paceOf } = remindersOf(config);
  return (channel) => paceOf(channel === 'whatsapp' ? 'whatsapp' : 'telegram').perSecond;
}
