/** Sends what no turn asked for: once, and whether it arrived or not is told to whoever wanted it sent. */
import { type Address, type Channel, type ChannelName, type Outgoing, SendError } from '../channels/channel.ts';
import type { Language } from '../domain/message.ts';
import type { Reply } from '../engine/types.ts';
import type { I18n } from '../i18n.ts';
import type { Logger } from '../log.ts';
import type { Holds } from './holds.ts';
import { render } from './render.ts';
import type { Traffic } from './traffic.ts';

export interface UnaskedOptions {
  readonly i18n: I18n;
  readonly channel: (name: ChannelName) => Channel | undefined;
  readonly traffic: Traffic;
  readonly holds: Holds;
  /** The person does not want to hear from us. */
  readonly blocked: (address: Address) => Promise<void>;
  readonly log: Logger;
}

export type UnaskedOutcome = { readonly kind: 'sent' } | SendError['outcome'];

/** A channel that is not there now may come with the next start. */
const ABSENT: UnaskedOutcome = { kind: 'retry', waitMs: 60_000, everybody: true };

export class Unasked {
  private readonly options: UnaskedOptions;
  /** What thousands are told is put into words once. */
  private readonly rendered = new WeakMap<Reply, { readonly language: Language; readonly message: Outgoing }>();

  constructor(options: UnaskedOptions) {
    this.options = options;
  }

  /**
   * Sends what many are told, once. Throws nothing that a platform can say.
   *
   * @param name what its receipt is to call it, where the channel has receipts
   */
  send(address: Address, language: Language, reply: Reply, name?: string): Promise<UnaskedOutcome> {
    const message = this.render(language, reply);
    return this.once(address, name === undefined ? message : { ...message, name });
  }

  private async once(address: Address, message: Outgoing): Promise<UnaskedOutcome> {
    const { traffic } = this.options;
    const channel = this.options.channel(address.channel);
    if (!channel) return ABSENT;
    const waitMs = traffic.rest(address.channel);
    if (waitMs > 0) return { kind: 'retry', waitMs, everybody: true };
    try {
      await channel.send(address, message);
      return { kind: 'sent' };
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      const { outcome } = error;
      await this.options.holds.note(address.channel, outcome);
      if (outcome.kind === 'blocked') await this.recordBlocked(address);
      return outcome;
    }
  }

  /** Whoever blocked us is met again: what became of this message is known all the same. */
  private async recordBlocked(address: Address): Promise<void> {
    try {
      await this.options.blocked(address);
    } catch (error) {
      this.options.log.warn(
        { channel: address.channel, err: error },
        'somebody blocked the bot, and that could not be kept',
      );
    }
  }

  private render(language: Language, reply: Reply): Outgoing {
    const known = this.rendered.get(reply);
    if (known?.language === language) return known.message;
    const message = { ...render(this.options.i18n, language, reply), broadcast: true };
    this.rendered.set(reply, { language, message });
    return message;
  }

  /** Says something once, and when it does not arrive, never again. */
  async tell(address: Address, language: Language, paragraphs: Reply['paragraphs']): Promise<void> {
    const outcome = await this.once(address, render(this.options.i18n, language, { paragraphs, choices: [] }));
    if (outcome.kind === 'sent') return this.options.traffic.answered(address.channel);
    this.options.log.warn({ channel: address.channel, outcome: outcome.kind }, 'news did not arrive');
  }
}
