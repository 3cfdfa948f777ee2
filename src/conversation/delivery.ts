/**
 * Sends what turns have written: the only place that calls `channel.send`. In order within a chat, chats in parallel; a
 * reply is forgotten in the database once the platform took it, and sent again when nobody knows whether it did.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Address, Channel, ChannelName, OutgoingFile } from '../channels/channel.ts';
import { SendError } from '../channels/channel.ts';
import { type Language, text } from '../domain/message.ts';
import type { Attachment, Reply } from '../engine/types.ts';
import type { I18n } from '../i18n.ts';
import type { Logger } from '../log.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import { SealError } from '../secrecy/seal.ts';
import { isAway } from '../storage/away.ts';
import type { PrismaClient } from '../storage/db.ts';
import type { ReplyId, UnsentRow } from '../storage/outbox.ts';
import { claimDue, claimEarlier, forgetChat, forgetReplies, keepReplies } from '../storage/outbox.ts';
import type { ChatKey } from '../storage/turns.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import type { Holds } from './holds.ts';
import { Ledger } from './ledger.ts';
import { render } from './render.ts';
import type { Traffic } from './traffic.ts';
import type { Trails } from './trails.ts';

/** How long replies are ours to send, and how often that is renewed while they are. */
export const LEASE_MS = 15_000;
export const SWEEP_MS = 5_000;

/** How long after a send its row is forgotten when no turn takes that along. */
const FORGET_AFTER_MS = 250;
/** How often another process is given to finish what came before ours. */
const LOOK_AGAIN_MS = 200;
const MOST_TRIES = 8;
const FILE_FAILED = text('engine.file_failed');

export interface DeliveryOptions {
  readonly db: PrismaClient;
  readonly living: () => Promise<readonly EpochKey[]>;
  readonly trails: Trails;
  readonly traffic: Traffic;
  readonly holds: Holds;
  readonly i18n: I18n;
  readonly channel: (name: ChannelName) => Channel | undefined;
  /** Makes the file of a reply; `undefined` when what it is about no longer exists. */
  readonly file: (attachment: Attachment, language: Language) => Promise<OutgoingFile | undefined>;
  /** The person does not want to hear from us. */
  readonly blocked: (address: Address) => Promise<void>;
  readonly log: Logger;
  /** The clock, ms since 1970; replaceable for tests. */
  readonly now?: () => number;
}

/** What became of the replies of a turn that went out before. */
interface Sofar {
  /** What the person did is answered by the first of them alone. */
  answered: boolean;
  /** A file could not be made: said once is enough. */
  failed: boolean;
}

/** Another process holds the account that this goes out from. */
class ElsewhereError extends Error {
  override readonly name = 'ElsewhereError';
}

export class Delivery {
  private readonly options: DeliveryOptions;
  private readonly ledger = new Ledger();
  private readonly lanes = new Map<string, Promise<void>>();
  private forgetting: NodeJS.Timeout | undefined;
  private readonly stopping = new AbortController();

  constructor(options: DeliveryOptions) {
    this.options = options;
  }

  /** Sends the replies of a committed turn, after everything that is under way in the same chat. */
  send(key: ChatKey, seq: number, envelope: Envelope): void {
    const id = { chat: key.hex, seq };
    if (!this.ledger.begin(id)) return;
    this.enqueue(id, envelope);
  }

  /**
   * Sees to replies of earlier turns first, where others than we have left some: takes them over, or waits for who sends them.
   *
   * @param before a version of the chat
   * @param unsent how many replies are unsent that came before
   */
  sendEarlier({ hex }: ChatKey, { before, unsent }: { readonly before: number; readonly unsent: number }): void {
    if (unsent > this.ledger.count(hex)) this.queue(hex, () => this.settleEarlier(hex, before));
  }

  /** Takes over what a crash left, and forgets what must not wait any longer. `everything`: right only for the sole process of a database, at its start. */
  async sweep(everything = false): Promise<void> {
    const { db, holds, now = Date.now } = this.options;
    await holds.look();
    // A platform may ask for a pause of many hours, and what comes later waits behind it.
    const late = this.ledger.late(now());
    if (late.length > 0) await forgetReplies(db, late);
    const sending = this.ledger.list('sending');
    if (sending.length > 0) await keepReplies(db, sending, LEASE_MS);
    for (const row of await claimDue(db, 200, LEASE_MS, everything)) {
      const envelope = this.ledger.begin(row) ? await this.opened(row) : undefined;
      if (envelope) this.enqueue(row, envelope);
    }
  }

  /** The replies that were sent and not yet forgotten. Exactly one of `forgotten` and `kept` must be called. */
  takeSent(): { ids: ReplyId[]; forgotten: <T>(result: T) => T; kept: (error: unknown) => never } {
    const ids = this.ledger.list('sent');
    clearTimeout(this.forgetting);
    this.forgetting = undefined;
    return {
      ids,
      forgotten: (result) => {
        for (const id of ids) this.ledger.drop(id);
        return result;
      },
      kept: (error) => {
        if (ids.length > 0 && !this.stopping.signal.aborted) this.forgetWithin(SWEEP_MS);
        throw error;
      },
    };
  }

  /** Resolves when nothing is being sent and what was sent is forgotten. */
  async settled(): Promise<void> {
    while (this.lanes.size > 0) await Promise.all(this.lanes.values());
    clearTimeout(this.forgetting);
    await this.forget();
  }

  /** Waits until everything is sent, at most `graceMs`; what is left is for the next process. */
  async stop(graceMs: number): Promise<void> {
    const settled = this.settled();
    await Promise.race([settled, pause(graceMs, undefined, { ref: false })]);
    this.stopping.abort();
    await settled;
  }

  private queue(chat: string, work: () => Promise<void>): void {
    const lane = (this.lanes.get(chat) ?? Promise.resolve())
      .then(work)
      .catch((error: unknown) => this.options.log.error({ err: error }, 'a reply waits for the sweep'))
      .finally(() => {
        if (this.lanes.get(chat) === lane) this.lanes.delete(chat);
      });
    this.lanes.set(chat, lane);
  }

  private enqueue(id: ReplyId, envelope: Envelope): void {
    if (envelope.until !== undefined) this.ledger.mustGo(id, envelope.until);
    this.queue(id.chat, () => this.deliver(id, envelope));
  }

  /** What a row says; `undefined` when nobody can read it any more, and then it is forgotten. */
  private async opened(row: UnsentRow): Promise<Envelope | undefined> {
    try {
      return openEnvelope(await this.options.living(), Buffer.from(row.chat, 'hex'), row.body);
    } catch (error) {
      this.ledger.drop(row);
      if (!(error instanceof SealError)) throw error;
      // Sealed under a root or an hour's key that is gone: nobody will ever read it, so it must not be tried for ever.
      this.options.log.error({ err: error }, 'an unsent reply does not open and is dropped');
      await forgetReplies(this.options.db, [row]);
      return undefined;
    }
  }

  private async settleEarlier(chat: string, before: number): Promise<void> {
    for (;;) {
      const { claimed, others } = await claimEarlier(this.options.db, chat, before, LEASE_MS);
      for (const row of claimed) {
        const envelope = this.ledger.begin(row) ? await this.opened(row) : undefined;
        if (envelope) await this.deliver(row, envelope);
      }
      if (others.every((id) => this.ledger.has(id)) || this.stopping.signal.aborted) return;
      await this.wait(LOOK_AGAIN_MS);
    }
  }

  private async deliver(id: ReplyId, envelope: Envelope): Promise<void> {
    try {
      const sofar = { answered: false, failed: false };
      for (const reply of envelope.replies) {
        const goesOn = await this.sendReply(id.chat, envelope, reply, sofar);
        if (goesOn === 'blocked') return await this.forgetBlocked(id, envelope.address);
        sofar.answered = true;
      }
      this.ledger.sent(id);
      this.forgetWithin(FORGET_AFTER_MS);
    } catch (error) {
      this.ledger.drop(id);
      if (!(error instanceof ElsewhereError)) throw error;
      // Whoever holds the account finds it with the next sweep, and need not wait until our time is over.
      await keepReplies(this.options.db, [id], 0);
    }
  }

  private async sendReply(chat: string, envelope: Envelope, reply: Reply, sofar: Sofar): Promise<'sent' | 'blocked'> {
    const { i18n, log, trails, traffic, holds, now = Date.now } = this.options;
    const { address, language, until } = envelope;
    const isLate = (): boolean => until !== undefined && now() > until;
    const channel = this.options.channel(address.channel);
    if (!channel && isLate()) return 'sent';
    if (!channel) throw new SendError({ kind: 'retry', waitMs: LEASE_MS, everybody: false });
    if (!channel.holds()) throw new ElsewhereError();
    const made = reply.attachment ? await this.makeFile(channel, envelope, reply.attachment) : undefined;
    const file = made === 'failed' ? undefined : made;
    const told =
      made === 'failed' && !sofar.failed ? { ...reply, paragraphs: [FILE_FAILED, ...reply.paragraphs] } : reply;
    sofar.failed ||= made === 'failed';
    if (!file && told.paragraphs.length === 0) return 'sent';
    const message = render(i18n, language, told, file, sofar.answered ? {} : envelope);
    for (let attempt = 1; ; attempt += 1) {
      await this.wait(traffic.rest(address.channel));
      if (!channel.holds()) throw new ElsewhereError();
      if (isLate()) {
        log.warn({ channel: address.channel }, 'a reply that must not wait was not sent in time');
        return 'sent';
      }
      try {
        const names = await channel.send(address, message);
        traffic.answered(address.channel);
        if (envelope.erasable) trails.note(chat, reply, names);
        return 'sent';
      } catch (error) {
        if (!(error instanceof SendError)) throw error;
        const { outcome } = error;
        if (outcome.kind === 'blocked') return 'blocked';
        if (outcome.kind === 'rejected') {
          log.warn({ channel: address.channel, code: outcome.code }, 'the platform will not take a reply');
          return 'sent';
        }
        if (attempt >= MOST_TRIES || this.stopping.signal.aborted) throw error;
        if (outcome.everybody) await holds.note(address.channel, outcome);
        else await this.wait(outcome.waitMs);
      }
    }
  }

  private async makeFile(
    channel: Channel,
    envelope: Envelope,
    attachment: Attachment,
  ): Promise<OutgoingFile | 'failed' | undefined> {
    channel.typing(envelope.address);
    try {
      return await this.options.file(attachment, envelope.language);
    } catch (error) {
      // The reply stays written down, and goes out whole once the database is back.
      if (isAway(error)) throw error;
      // A file that cannot be made now will not be made by trying at once: the person is told how to ask again.
      this.options.log.error({ form: attachment.form, err: error }, 'a file could not be made');
      return 'failed';
    }
  }

  private async forgetBlocked(id: ReplyId, address: Address): Promise<void> {
    await forgetChat(this.options.db, id.chat);
    this.ledger.drop(id);
    await this.options.blocked(address);
  }

  /** When no turn takes them along before. */
  private forgetWithin(ms: number): void {
    this.forgetting ??= setTimeout(() => void this.forget(), ms);
  }

  private async forget(): Promise<void> {
    const sent = this.takeSent();
    if (sent.ids.length === 0) return;
    try {
      await forgetReplies(this.options.db, sent.ids).then(sent.forgotten, sent.kept);
    } catch (error) {
      this.options.log.warn({ err: error }, 'sent replies could not be forgotten yet');
    }
  }

  private async wait(ms: number): Promise<void> {
    if (ms <= 0 || this.stopping.signal.aborted) return;
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
