/** What is due, in words: put together once for all who are told the same within a minute, in which no day begins or ends. */
import { dutiesNow, isNamed } from '../../domain/reminder.ts';
import type { Calendar, Reply } from '../../engine/types.ts';
import { reminderMessage } from '../../flows/reminder-message.ts';
import type { ClaimedReminder } from '../../storage/reminders/claiming.ts';

export class Wording {
  private readonly buttons: boolean;
  private minute = 0;
  private today: Calendar | undefined;
  /** By the message's name, day, language and version of the ikrar; `undefined` where nothing is said. */
  private messages = new Map<string, Reply | undefined>();

  /** @param buttons whether the channel has them */
  constructor(buttons: boolean) {
    this.buttons = buttons;
  }

  /**
   * @param now ms since 1970
   * @returns `undefined` when the calendar has changed since it was planned, and says something else of today
   */
  of(one: ClaimedReminder, today: Calendar, now: number): Reply | undefined {
    const { electionId, kind, since, day, language, ikrar } = one;
    const minute = Math.floor(now / 60_000);
    if (this.minute !== minute || this.today !== today) {
      this.minute = minute;
      this.today = today;
      this.messages = new Map();
    }
    const name = `${electionId} ${kind} ${since} ${day} ${language} ${ikrar}`;
    if (!this.messages.has(name)) {
      const duty = dutiesNow(today.elections, now).find((each) => isNamed(each, one) && each.day === day);
      const confirmed = duty && ikrar !== null ? today.version(ikrar, duty.election) : undefined;
      this.messages.set(name, duty && reminderMessage(duty, { language, ikrar: confirmed, buttons: this.buttons }));
    }
    return this.messages.get(name);
  }
}
