/** What is due, as it goes out: in words, and to whom. */
import { z } from 'zod';
import type { Address } from '../../channels/channel.ts';
import type { Calendar, Reply } from '../../engine/types.ts';
import { open } from '../../secrecy/seal.ts';
import type { ClaimedReminder } from '../../storage/reminders/claiming.ts';
import type { SendMeans } from './means.ts';
import { Wording } from './wording.ts';

export interface Ready {
  readonly kind: 'ready';
  readonly to: Address;
  readonly message: Reply;
}

/** `outdated`: the calendar has changed since it was planned, and says something else of today. */
export type Prepared = Ready | { readonly kind: 'outdated' | 'no calendar' | 'no address' };

const address = z.object({
  channel: z.literal(['telegram', 'whatsapp', 'simulator-buttons', 'simulator-numbers']),
  id: z.string(),
});

export class Preparing {
  private readonly means: SendMeans;
  private readonly wording: Wording;

  /** @param buttons whether the channel has them */
  constructor(means: SendMeans, buttons: boolean) {
    this.means = means;
    this.wording = new Wording(buttons);
  }

  async of(one: ClaimedReminder): Promise<Prepared> {
    const { keys, clock, log } = this.means;
    const calendar = await this.calendar();
    if (!calendar) return { kind: 'no calendar' };
    const message = this.wording.of(one, calendar, clock.now());
    if (!message) return { kind: 'outdated' };
    try {
      const to = address.parse(open(keys, 'contact.seal', one.contact, one.addressSealed));
      return { kind: 'ready', to, message };
    } catch (error) {
      log.error({ err: error }, 'nobody knows whom a reminder is for');
      return { kind: 'no address' };
    }
  }

  private async calendar(): Promise<Calendar | undefined> {
    try {
      return await this.means.calendar();
    } catch (error) {
      this.means.log.warn({ err: error }, 'reminders wait for the calendar');
      return undefined;
    }
  }
}
