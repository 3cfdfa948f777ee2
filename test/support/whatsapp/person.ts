/** A person on the loopback WhatsApp, from the test's side. */
import { z } from 'zod';
import type { WhatsAppProcess } from './client.ts';
import type { Corruption } from './media.ts';
import { type Receipt, receipt } from './receipt.ts';
import { type Received, received } from './received.ts';
import type { Sending } from './sendings.ts';

export interface SendingOptions {
  /** The message's id; made up without. */
  readonly id?: string;
  /** `false`: the server does not tell the number behind the LID, or the LID behind the number. */
  readonly sendPn?: boolean;
}

export interface FileOptions extends SendingOptions {
  readonly caption?: string;
  readonly fileName?: string;
  readonly mimetype?: string;
  /** What a forged client puts in place of the true ones. */
  readonly url?: string;
  readonly directPath?: string;
  readonly corrupt?: Corruption;
}

type FileKind = 'image' | 'video' | 'audio' | 'document';

const place = z.object({ lid: z.string(), jid: z.string() });
const messages: z.ZodType<readonly Received[]> = z.array(received);
const strings: z.ZodType<readonly string[]> = z.array(z.string());

export class WhatsAppPerson {
  /** Digits, `62812000…`. */
  pn: string;
  lid: string;
  /** What stands on this person's messages: `…@lid` or `…@s.whatsapp.net`. */
  jid: string;
  private readonly server: WhatsAppProcess;

  constructor(server: WhatsAppProcess, { pn, lid, jid }: { pn: string; lid: string; jid: string }) {
    this.server = server;
    this.pn = pn;
    this.lid = lid;
    this.jid = jid;
  }

  /** All of these resolve with the message's id, once the server keeps it. */
  async says(
    text: string,
    { quoted, ...options }: SendingOptions & { readonly quoted?: string } = {},
  ): Promise<string> {
    return this.sends({ what: 'text', text, quoted }, options);
  }
  async sendsMedia(kind: FileKind, bytes: Uint8Array, options: FileOptions = {}): Promise<string> {
    return this.sends({ what: 'media', media: { kind, bytes: base64(bytes), ...options } }, options);
  }
  async sendsSticker(): Promise<string> {
    return this.sends({ what: 'media', media: { kind: 'sticker', bytes: base64(Buffer.from('RIFF    WEBP')) } });
  }
  /** A picture that may be looked at once. */
  async viewOnce(image: Uint8Array, options: FileOptions = {}): Promise<string> {
    const media = { kind: 'image' as const, bytes: base64(image), ...options };
    return this.sends({ what: 'media', media, viewOnce: true }, options);
  }
  /** The same as the server hands it to linked devices: without the picture. */
  async viewOnceKeptBack(): Promise<string> {
    return z.string().parse(await this.tell('keptBack', { type: 'view_once_unavailable_fanout' }));
  }
  /** Writes where others read along. @param from `…@g.us`, `…@newsletter`, `status@broadcast` */
  async saysIn(from: string, text: string): Promise<void> {
    await this.tell('sendsIn', { from, sending: { what: 'text', text } satisfies Sending });
  }
  /** A text in a chat whose messages disappear. */
  async ephemeral(text: string, options: SendingOptions = {}): Promise<string> {
    return this.sends({ what: 'ephemeral', text }, options);
  }
  /** A contact from the address book: one's own (`own`), or another's with that number. */
  async sendsContact({ phone, own = false }: { phone?: string; own?: boolean }): Promise<string> {
    return this.sends({
      what: 'contact',
      name: own ? 'Saya' : 'Orang Lain',
      phone: own ? this.pn : (phone ?? this.pn),
    });
  }
  async reacts(target: string, emoji = '👍'): Promise<string> {
    return this.sends({ what: 'reaction', target, emoji });
  }
  async edits(target: string, text: string): Promise<string> {
    return this.sends({ what: 'edit', target, text });
  }
  /** Deletes one's own message for everyone. */
  async revokes(target: string): Promise<string> {
    return this.sends({ what: 'revoke', target });
  }
  /** Any `proto.Message`: as protobuf's JSON, or encoded. */
  async sendsRaw(message: Record<string, unknown> | Uint8Array, options: SendingOptions = {}): Promise<string> {
    return message instanceof Uint8Array
      ? this.sends({ what: 'bytes', bytes: base64(message) }, options)
      : this.sends({ what: 'json', message }, options);
  }
  /** The last message once more, under its id: encrypted anew, or the very bytes. */
  async again({ sameBytes = false } = {}): Promise<string> {
    return z.string().parse(await this.tell('again', { sameBytes }));
  }

  /** Everything the bot has sent so far. */
  async receives(): Promise<readonly Received[]> {
    return messages.parse(await this.tell('received'));
  }
  /** The same, as soon as there are at least so many. */
  async next(count: number): Promise<readonly Received[]> {
    return messages.parse(await this.tell('next', { count }));
  }
  /** The file of a message of the bot, decrypted. */
  async file(id: string): Promise<Buffer> {
    return Buffer.from(z.string().parse(await this.tell('file', { id })), 'base64');
  }
  /** What the bot has answered for this person's messages. */
  async receipts(): Promise<readonly Receipt[]> {
    return z.array(receipt).parse(await this.tell('receipts'));
  }
  /** The first answer for a message, or the first of a type, when there is one. */
  async receiptOf(id: string, type?: string): Promise<Receipt> {
    return receipt.parse(await this.tell('receiptOf', { id, type }));
  }
  /** `composing`, `paused`, and `message` for each that was shown, in the order they came. */
  async timeline(): Promise<readonly string[]> {
    return strings.parse(await this.tell('timeline'));
  }
  /** The same without the messages. */
  async chatstates(): Promise<readonly string[]> {
    return (await this.timeline()).filter((one) => one !== 'message');
  }

  /** The next message opens a new Signal session. */
  async startsAnew(): Promise<void> {
    await this.tell('startsAnew');
  }
  /** As after the app was installed anew: another identity, and none of the former sessions. */
  async reinstalls(): Promise<void> {
    await this.tell('reinstalls');
  }

  /** Moves to another number; the LID stays. */
  async movesTo(pn: string): Promise<void> {
    await this.tell('movesTo', { to: pn });
    this.pn = pn;
  }

  /** Takes the account to another number, and has another LID from then on; the server says so. */
  async movesAccountTo(pn: string): Promise<void> {
    const moved = place.parse(await this.tell('movesAccount', { to: pn }));
    this.pn = pn;
    Object.assign(this, moved);
  }

  /** Deletes the account and begins another with the same number: another LID, other keys, and the server says nothing. */
  async beginsAccount(): Promise<void> {
    Object.assign(this, place.parse(await this.tell('beginsAccount')));
  }

  /** Turns the phone off, or on again: then it takes in what came meanwhile, and says so. */
  async turns(way: 'off' | 'on'): Promise<void> {
    await this.tell('turns', { way });
  }

  /** Rings the bot, alone or with a whole group, `…@g.us`. @returns the id of the call */
  async calls(group?: string): Promise<string> {
    return z.string().parse(await this.tell('calls', { group }));
  }
  /** Ids of calls the bot has rejected. */
  async rejections(): Promise<readonly string[]> {
    return strings.parse(await this.tell('rejections'));
  }
  /** «I could not read it, send it again.» */
  async asksRetry(id: string): Promise<void> {
    await this.tell('asksRetry', { id });
  }
  async sendsReceipt(id: string, type: 'read' | 'delivered'): Promise<void> {
    await this.tell('sendsReceipt', { id, type });
  }

  private async sends(sending: Sending, { id, sendPn }: SendingOptions = {}): Promise<string> {
    return z.string().parse(await this.tell('sends', { sending, id, sendPn }));
  }

  private tell(action: string, body: object = {}): Promise<unknown> {
    return this.server.tell(action, { pn: this.pn, ...body });
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
