/** WhatsApp through Baileys: one number, numbered answers, files in and out. Needs no address of its own: it calls out. */
import { createHash } from 'node:crypto';
import { generateMessageIDV2, jidDecode } from '@whiskeysockets/baileys';
import type { Language } from '../../domain/message.ts';
import type { Media } from '../../engine/types.ts';
import type { Logger } from '../../log.ts';
import {
  type Ability,
  type Address,
  type Channel,
  type Outgoing,
  type Receipts,
  type Receive,
  SendError,
} from '../channel.ts';
import type { LeasePort } from '../lease.ts';
import { pause } from '../pause.ts';
import { Breaker, isPassing, TOLD_MS } from './breaker.ts';
import { contentOf } from './content.ts';
import { isPaired, readCredentials, unlessLocked } from './credentials.ts';
import { away, dispatch } from './dispatch.ts';
import { Files } from './files.ts';
import { Mailroom } from './mailroom.ts';
import { OwnNumber } from './number.ts';
import { type Gaps, Pace, USUAL_GAPS } from './pace.ts';
import type { Letter, Safe } from './ports.ts';
import type { Endpoint, OpenSocket } from './socket.ts';
import { Whereabouts } from './whereabouts.ts';
import { identified, placeOf } from './who.ts';

export interface WhatsAppOptions {
  readonly safe: Safe;
  readonly lease: LeasePort;
  readonly endpoint?: Endpoint;
  /** Where files lie; WhatsApp's own host when absent. */
  readonly mediaHost?: string | undefined;
  readonly words: { readonly numbersHint: (language: Language) => string };
  readonly pairing: (qr: string) => void;
  readonly wanted: () => Promise<boolean>;
  /** Whether people see that what they wrote was read. */
  readonly readReceipts: boolean;
  /** Nothing that nobody asked for may go out so long, whoever holds the number then, ms. */
  readonly holdReminders: (ms: number) => Promise<void>;
  /** Between two messages; the usual ones when absent. */
  readonly gaps?: Gaps;
  readonly log: Logger;
}

const ABILITIES: ReadonlySet<Ability> = new Set<Ability>(['sender']);
/** How long a message waits for the connection, ms: a restart is over by then, and nobody waits longer for nothing. */
const LONGEST_OPENING = 5_000;
/** How long to wait before a chat is tried to be deleted again, ms. */
const AGAIN_ERASING = 60_000;
/** Until somebody writes from there. */
const gone = (): SendError => new SendError({ kind: 'rejected', code: 'gone' });

/** What WhatsApp knows beyond what every channel does. */
export interface WhatsAppChannel extends Channel {
  /** The number people write to, digits; `undefined` while none is linked. */
  linkedNumber(): Promise<string | undefined>;
}

export const createWhatsApp = (options: WhatsAppOptions): WhatsAppChannel => new WhatsApp(options);

class WhatsApp implements WhatsAppChannel {
  readonly name = 'whatsapp';
  readonly abilities = ABILITIES;
  readonly receipts: Receipts = {
    name: () => generateMessageIDV2(),
    listen: (arrived) => {
      this.arrived = arrived;
    },
  };
  private arrived: (name: string) => void = () => undefined;
  private readonly options: WhatsAppOptions;
  private number: OwnNumber | undefined;
  private mailroom: Mailroom | undefined;
  private ending = false;
  private readonly started = Promise.withResolvers<OwnNumber>();
  private readonly stopping = new AbortController();
  private readonly breaker = new Breaker();
  private readonly pace: Pace;
  private readonly whereabouts: Whereabouts;
  private readonly files: Files;

  constructor(options: WhatsAppOptions) {
    this.options = options;
    this.whereabouts = new Whereabouts(options.safe);
    this.pace = new Pace(options.gaps ?? USUAL_GAPS);
    this.files = new Files(options.mediaHost);
  }

  async start(receive: Receive): Promise<void> {
    const { safe, lease, endpoint = {}, pairing, wanted, readReceipts, log } = this.options;
    const mailroom = new Mailroom({
      safe,
      receive,
      chatOf: async (one) => this.whereabouts.chatOf(await placeOf(safe, one)),
      complete: (one) => this.identify(one),
      ...(readReceipts ? { done: (one) => this.read(one) } : {}),
      log,
    });
    this.mailroom = mailroom;
    const number = new OwnNumber({
      safe,
      lease,
      endpoint,
      arrived: (name, one) => mailroom.handle(name, one),
      rung: (call) => this.decline(call, receive),
      refusedLate: (code) => {
        this.breaker.refusedLate(code);
        this.alert(code);
        if (this.breaker.answersOnly) void this.holdReminders();
      },
      taken: async () => {
        this.whereabouts.reset();
        if (!this.ending) await mailroom.open();
      },
      received: (id) => this.arrived(id),
      moved: (move) => this.whereabouts.moved(move),
      lost: async () => {
        await mailroom.close();
        // What was done must not be taken up by whoever has the number next.
        await safe.settle();
      },
      refusals: () => this.breaker.trouble(),
      pairing,
      wanted,
      log,
    });
    this.number = number;
    number.start();
    this.started.resolve(number);
  }

  /** What comes from now on waits for whoever has the number next. */
  async stop(): Promise<void> {
    this.ending = true;
    await this.mailroom?.close();
  }

  async leave(): Promise<void> {
    this.stopping.abort();
    await this.number?.stop();
    await this.options.safe.settle();
  }

  async linkedNumber(): Promise<string | undefined> {
    const credentials = await readCredentials(this.options.safe).catch(unlessLocked);
    return credentials && isPaired(credentials) ? jidDecode(credentials.me?.id)?.user : undefined;
  }

  /** Resolves once the server has taken it. What stands for it cannot be erased: no names. */
  async send({ id }: Address, message: Outgoing): Promise<readonly string[]> {
    this.assertMaySend();
    const open = await this.openSoon();
    composing(open, await this.addressOf(id));
    await this.rest(this.pace.takeOfChat(id));
    await this.rest(this.pace.takeOfNumber());
    const to = await this.addressOf(id);
    const content = await contentOf(message, this.options.words.numbersHint(message.language));
    // It may have waited for its turn while another one was refused.
    this.assertMaySend();
    const messageId = message.name ?? (message.once ? messageIdOf(message.once) : generateMessageIDV2());
    const answer = await dispatch(open, this.options.safe, { to, messageId, content });
    if (answer === 'gone') {
      if (await this.whereabouts.gone(id, to)) throw gone();
      return this.send({ channel: this.name, id }, message);
    }
    if (answer !== undefined) {
      const outcome = this.breaker.refused(answer, id);
      this.alert(answer);
      if (this.breaker.answersOnly) await this.holdReminders();
      throw new SendError(outcome);
    }
    this.breaker.taken(id);
    return [];
  }

  async fetch({ ref }: Media, most: number, signal: AbortSignal): Promise<Uint8Array> {
    return this.files.fetch(ref, most, signal);
  }

  /**
   * Tells the phone that holds the number, and its other devices, to delete the chat as it is now. The person's own phone keeps
   * its side. A phone shares the key for such orders some time after it was linked: until then it is tried again.
   */
  async erase({ id }: Address): Promise<void> {
    const open = await this.openSoon();
    const lastMessages = { lastMessageTimestamp: Math.floor(Date.now() / 1000) };
    try {
      // What was said before its account moved stands there in a chat of its own.
      for (const jid of await this.whereabouts.allOf(id))
        await open.socket.chatModify({ delete: true, lastMessages }, jid);
    } catch {
      // No cause: Baileys' errors quote whom and what.
      this.options.log.warn({ channel: this.name }, 'a chat could not be deleted on the phone that holds the number');
      throw new SendError({ kind: 'retry', waitMs: AGAIN_ERASING, everybody: false });
    }
  }

  typing({ id }: Address): void {
    const { open } = this.number ?? {};
    if (!open) return;
    const shown = async (): Promise<void> => composing(open, (await this.whereabouts.addressOf(id)) ?? id);
    shown().catch(() => undefined);
  }

  holds(): boolean {
    const { state = 'connecting' } = this.number ?? {};
    return state !== 'standby' && !this.stopping.signal.aborted;
  }

  mayRemind(): boolean {
    return this.number?.state === 'open' && !this.breaker.answersOnly && this.breaker.rest() === 0;
  }

  trouble(): string | undefined {
    return this.number?.fault;
  }

  /** @throws SendError while nothing may go out */
  private assertMaySend(): void {
    const rest = this.breaker.rest();
    if (rest > 0) throw new SendError({ kind: 'retry', waitMs: rest, everybody: true, everywhere: true });
  }

  private async addressOf(chat: string): Promise<string> {
    const address = await this.whereabouts.addressOf(chat);
    if (address === undefined) throw gone();
    return address;
  }

  private async rest(ms: number): Promise<void> {
    if (ms > 0) await pause(ms, this.stopping.signal);
  }

  private alert(code: number): void {
    const { log } = this.options;
    const rest = this.breaker.rest();
    const told = { channel: this.name, code, ...(rest === 0 ? {} : { restMs: rest }) };
    if (isPassing(code)) log.warn(told, 'WhatsApp did not take a message');
    else log.error(told, 'WhatsApp refuses messages');
  }

  /** Whoever takes the number over, also we after a restart, must not begin anew what was refused. */
  private async holdReminders(): Promise<void> {
    try {
      await this.options.holdReminders(TOLD_MS);
    } catch (error) {
      this.options.log.error({ channel: this.name, err: error }, 'a refusal is forgotten at the next start');
    }
  }

  private async openSoon(): Promise<OpenSocket> {
    const number = await this.started.promise;
    const open = await number.soonOpen(LONGEST_OPENING);
    if (!open) throw away();
    return open;
  }

  private read({ id, chat }: Letter): void {
    this.number?.open?.socket.readMessages([{ id, remoteJid: chat, fromMe: false }]).catch(() => undefined);
  }

  /** Nobody picks up; the conversation says so, and what can be done instead. */
  private decline({ id, chat }: { id: string; chat: string }, receive: Receive): void {
    const { log } = this.options;
    this.number?.open?.socket.rejectCall(id, chat).catch(() => undefined);
    this.identify({ id, chat, content: '' })
      .then((one) => {
        const address: Address = { channel: this.name, id: one.chat };
        return receive({ address, messageId: `call ${id}`, act: { kind: 'other', what: 'call' } });
      })
      .catch((error: unknown) => log.warn({ channel: this.name, err: error }, 'a call was not answered in words'));
  }

  private async identify(one: Letter): Promise<Letter> {
    const known = await identified(this.options.safe, async () => this.number?.soonOpen(LONGEST_OPENING), one);
    return { ...known, chat: await this.whereabouts.chatOf(known.chat) };
  }
}

/**
 * The same for the same, in WhatsApp's own form: a phone shows a message of an id once, and people's own phones send again what was
 * not acknowledged in time (https://github.com/oxidezap/whatsapp-rust/pull/1352).
 */
const messageIdOf = (once: string): string =>
  `3EB0${createHash('sha256').update(once).digest('hex').slice(0, 18).toUpperCase()}`;

const composing = ({ socket }: OpenSocket, to: string): void =>
  void socket.sendPresenceUpdate('composing', to).catch(() => undefined);
