/** A person with a phone: their Signal device, what they have sent, and what the bot has sent to them. */
import { randomBytes } from 'node:crypto';
import { type BinaryNode, proto, writeRandomPadMax16 } from '@whiskeysockets/baileys';
import { SignalDevice } from './device.ts';
import { need, node, seconds } from './nodes.ts';
import type { Receipt } from './receipt.ts';
import type { Received } from './received.ts';
import type { ChatView, Composed } from './sendings.ts';
import type { FakeWhatsApp } from './server.ts';

/** Whether a person writes from behind a LID or under their number. */
export const ADDRESSINGS = ['lid', 'pn'] as const;
export type Addressing = (typeof ADDRESSINGS)[number];

interface Sent {
  readonly composed: Composed;
  readonly sendPn: boolean;
  /** As it went out last. */
  stanza: BinaryNode;
}

export class Contact implements ChatView {
  device = new SignalDevice();
  readonly received: Received[] = [];
  /** Ids of messages that stand on the phone: what comes again under one of them is not shown again. */
  private readonly shown = new Set<string>();
  /** Files of messages, opened, by the message's id. */
  readonly files = new Map<string, Buffer>();
  readonly receipts: Receipt[] = [];
  /** `composing`, `paused`, and each `message` that was shown, as they came. */
  readonly timeline: string[] = [];
  /** Ids of calls the bot would not take. */
  readonly rejections: string[] = [];
  private readonly sent = new Map<string, Sent>();
  /** While the phone is off: what comes for it meanwhile. */
  private waits: (() => Promise<void>)[] | undefined;
  private readonly server: FakeWhatsApp;
  /** Changes when the person moves to another number. */
  pn: string;
  /** Changes when their account does. */
  lid: string;
  private readonly name: string;
  readonly addressing: Addressing;
  private work: Promise<unknown> = Promise.resolve();

  constructor(server: FakeWhatsApp, of: { pn: string; lid: string; name: string; addressing: Addressing }) {
    this.server = server;
    this.pn = of.pn;
    this.lid = of.lid;
    this.name = of.name;
    this.addressing = of.addressing;
  }

  /** The address that stands on this person's messages. */
  get jid(): string {
    return this.addressing === 'lid' ? `${this.lid}@lid` : `${this.pn}@s.whatsapp.net`;
  }

  /** While it is off the server keeps what comes, and nobody hears of it. */
  async turn(way: 'off' | 'on'): Promise<void> {
    const { waits = [] } = this;
    this.waits = way === 'off' ? waits : undefined;
    if (way === 'on') for (const takes of waits) await takes();
  }

  /** Takes a message of the bot in, when the phone is on. */
  async take(takes: () => Promise<void>): Promise<void> {
    if (this.waits) this.waits.push(takes);
    else await takes();
  }

  /** @returns the message's id, once the server keeps it */
  async send(composed: Composed, { id = newId(), sendPn = true }: { id?: string; sendPn?: boolean }): Promise<string> {
    await this.inOrder(async () => {
      const stanza = await this.seal(id, composed, sendPn);
      this.sent.set(id, { composed, sendPn, stanza });
      this.server.deliverMessage(this.pn, stanza);
    });
    return id;
  }

  /** Sends what linked devices are not given: they are told that there is something. */
  async sendKeptBack(type: string): Promise<string> {
    const id = newId();
    const envelope = { from: this.jid, id, t: seconds(), notify: this.name, addressing_mode: this.addressing };
    const other = { sender_pn: `${this.pn}@s.whatsapp.net`, type: 'media' };
    this.server.deliverMessage(this.pn, node('message', { ...envelope, ...other }, [node('unavailable', { type })]));
    return id;
  }

  /** Writes into a group, a channel or the status; the bot hears it once. @param from its address */
  async sendIn(from: string, composed: Composed): Promise<void> {
    await this.inOrder(async () => {
      // What is written in a channel is not encrypted, and nobody learns who wrote it.
      if (from.endsWith('@newsletter')) {
        const attrs = { from, id: newId(), t: seconds(), type: 'text', server_id: '101' };
        return this.server.deliverOther(node('message', attrs, [node('plaintext', {}, Buffer.from(composed.bytes))]));
      }
      const { tag, attrs, content } = await this.seal(newId(), composed, true);
      this.server.deliverOther(node(tag, { ...attrs, from, participant: this.jid }, content));
    });
  }

  /** Sends the last message once more, under its id: the very bytes, as a server does, or encrypted anew. */
  async again(sameBytes: boolean): Promise<string> {
    const [id] = need([...this.sent].at(-1), 'a message that was sent');
    if (sameBytes) this.server.deliverMessage(this.pn, need(this.sent.get(id), id).stanza);
    else await this.resend(id);
    return id;
  }

  /** The bot could not read a message: it goes out under its id, and in a new session. */
  async answerRetry(id: string): Promise<void> {
    await this.startsAnew();
    if (this.sent.has(id)) await this.resend(id);
  }

  /** The next message opens a new session. */
  async startsAnew(): Promise<void> {
    await this.inOrder(async () => this.device.startAnew(this.server.account.address));
  }

  /** A new phone, or the app once more: nothing is left of the keys and the sessions. */
  async reinstall(): Promise<void> {
    await this.inOrder(async () => {
      this.device = new SignalDevice();
    });
  }

  /** Takes the account to another number, and gets another LID with it. The server tells everybody they have written to. */
  movesAccount(pn: string): void {
    const [old, oldLid] = [this.pn, this.lid];
    this.server.people.move(this, pn);
    this.server.people.moveLid(this);
    const [before, after] = [`${old}@s.whatsapp.net`, `${pn}@s.whatsapp.net`];
    const modify = { old: before, new: after, old_lid: `${oldLid}@lid`, new_lid: `${this.lid}@lid` };
    this.server.deliverNotice({ type: 'contacts' }, node('modify', modify));
  }

  /** Begins a new account under the same number: another LID, another phone, and nobody is told. */
  async beginsAccount(): Promise<void> {
    await this.reinstall();
    this.server.people.moveLid(this);
  }

  keyOf(id: string): proto.IMessageKey {
    const own = this.sent.has(id);
    // In a chat with the bot, what the bot wrote is not one's own.
    return { remoteJid: `${this.server.account.lid}@lid`, fromMe: own, id };
  }

  quote(id: string): proto.IContextInfo {
    const sent = this.sent.get(id);
    const participant = sent ? this.jid : `${this.server.account.lid}@lid`;
    const message = sent
      ? proto.Message.decode(sent.composed.bytes)
      : this.received.find((one) => one.id === id)?.message;
    const quotedMessage = message instanceof proto.Message ? { quotedMessage: message } : {};
    return { stanzaId: id, participant, ...quotedMessage };
  }

  /** Shows a message, unless one of its id stands there. */
  show(message: Received): void {
    if (this.shown.has(message.id)) return;
    this.shown.add(message.id);
    this.received.push(message);
    this.timeline.push('message');
  }

  /** A message could not be read after all. */
  unread(id: string): void {
    this.shown.delete(id);
  }

  private async resend(id: string): Promise<void> {
    const sent = need(this.sent.get(id), id);
    await this.inOrder(async () => {
      sent.stanza = await this.seal(id, sent.composed, sent.sendPn);
      this.server.deliverMessage(this.pn, sent.stanza);
    });
  }

  private async seal(id: string, { bytes, attributes }: Composed, sendPn: boolean): Promise<BinaryNode> {
    const { account } = this.server;
    const padded = writeRandomPadMax16(bytes);
    const { type, body } = await this.device.encrypt(account.address, () => this.server.bundle(), padded);
    const lid = this.addressing === 'lid';
    const other = lid
      ? { sender_pn: sendPn ? `${this.pn}@s.whatsapp.net` : undefined }
      : { sender_lid: sendPn ? `${this.lid}@lid` : undefined };
    const envelope = { from: this.jid, id, t: seconds(), notify: this.name, addressing_mode: this.addressing };
    return node('message', { ...envelope, ...other, ...attributes }, [node('enc', { v: '2', type }, body)]);
  }

  /** A session moves on with every message: one after the other. */
  private async inOrder(does: () => Promise<void>): Promise<void> {
    const done = this.work.then(does);
    this.work = done.catch(() => undefined);
    await done;
  }
}

/** As an iPhone makes them. */
export const newId = (): string => `3A${randomBytes(9).toString('hex').toUpperCase()}`;
