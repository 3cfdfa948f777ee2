/** WhatsApp through Baileys: one number, numbered answers, files in and out. Needs no address of its own: it calls out. */
import { generateMessageIDV2, proto } from '@whiskeysockets/baileys';
import type { Language } from '../../domain/message.ts';
import type { Media } from '../../engine/types.ts';
import type { Logger } from '../../log.ts';
import { type Ability, type Address, type Channel, type Outgoing, type Receive, SendError } from '../channel.ts';
import type { LeasePort } from '../lease.ts';
import { contentOf } from './content.ts';
import { hushLibsignal } from './hush.ts';
import { Mailroom } from './mailroom.ts';
import { fetchMedia, MEDIA_HOST } from './media.ts';
import { OwnNumber } from './number.ts';
import type { Letter, Safe } from './ports.ts';
import { withNumber } from './who.ts';

export interface WhatsAppOptions {
  readonly safe: Safe;
  readonly lease: LeasePort;
  /** A loopback server in place of WhatsApp. */
  readonly loopback?: { readonly url: string; readonly mediaHost: string };
  readonly words: { readonly numbersHint: (language: Language) => string };
  readonly pairing: (qr: string) => void;
  readonly wanted: () => Promise<boolean>;
  readonly log: Logger;
}

const ABILITIES: ReadonlySet<Ability> = new Set<Ability>(['sender']);
/** How long the server may take to say whether it took a message, ms. */
const LONGEST_ACK = 20_000;
/** How long to wait before another try when the connection is gone, ms. */
const AWAY_MS = 5_000;

export const createWhatsApp = (options: WhatsAppOptions): Channel => new WhatsApp(options);

class WhatsApp implements Channel {
  readonly name = 'whatsapp';
  readonly abilities = ABILITIES;
  private readonly options: WhatsAppOptions;
  private number: OwnNumber | undefined;
  private mailroom: Mailroom | undefined;

  constructor(options: WhatsAppOptions) {
    this.options = options;
    hushLibsignal();
  }

  async start(receive: Receive): Promise<void> {
    const { safe, lease, loopback, pairing, wanted, log } = this.options;
    const complete = (one: Letter): Promise<Letter> => withNumber(this.number?.open, one);
    const mailroom = new Mailroom({ safe, receive, complete, log });
    const number = new OwnNumber({
      safe,
      lease,
      url: loopback?.url,
      arrived: (name, one) => mailroom.handle(name, one),
      taken: () => mailroom.resume(),
      pairing,
      wanted,
      log,
    });
    [this.mailroom, this.number] = [mailroom, number];
    number.start();
  }

  async stop(): Promise<void> {
    await this.mailroom?.stop();
    await this.number?.stop();
  }

  /** Resolves once the server has taken it. What stands for it cannot be erased: no names. */
  async send({ id }: Address, message: Outgoing): Promise<readonly string[]> {
    const open = this.number?.open;
    if (!open) throw new SendError({ kind: 'retry', waitMs: AWAY_MS, everybody: true });
    const { socket, acks } = open;
    const messageId = generateMessageIDV2(socket.user?.id);
    const answered = acks.of(messageId, LONGEST_ACK);
    answered.catch(() => undefined); // awaited below, if sending gets that far
    const code = await this.carryOut(async () => {
      const content = contentOf(message, this.options.words.numbersHint(message.language));
      const sent = await socket.sendMessage(id, content, { messageId });
      if (sent?.message) await this.options.safe.keepCopy(messageId, proto.Message.encode(sent.message).finish());
      return answered;
    });
    if (code !== undefined) throw new SendError({ kind: 'rejected', code });
    return [];
  }

  async fetch({ ref }: Media, most: number, signal: AbortSignal): Promise<Uint8Array> {
    return fetchMedia(ref, most, this.options.loopback?.mediaHost ?? MEDIA_HOST, signal);
  }

  /** WhatsApp lets nobody delete what another wrote, and nothing is kept here that could be: there is nothing to do. */
  async erase(): Promise<void> {}

  typing({ id }: Address): void {
    this.number?.open?.socket.sendPresenceUpdate('composing', id).catch(() => undefined);
  }

  trouble(): string | undefined {
    const { state = 'standby', code } = this.number ?? {};
    if (state === 'open' || state === 'standby') return undefined;
    return code === undefined ? state : `${state} (${code})`;
  }

  private async carryOut<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new SendError({ kind: 'retry', waitMs: AWAY_MS, everybody: true }, { cause: error });
    }
  }
}
