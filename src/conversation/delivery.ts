/**
 * Sends what turns have written: in order within a chat, chats in parallel. A reply is forgotten in the database once the
 * platform took it, and sent again when nobody knows whether it did.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Address } from '../channels/channel.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import { SealError } from '../secrecy/seal.ts';
import type { PrismaClient } from '../storage/db.ts';
import type { ReplyId, UnsentRow } from '../storage/outbox.ts';
import {
  claimDue,
  claimEarlier,
  forgetChat,
  forgetOwed,
  forgetReplies,
  keepReplies,
  oweReply,
} from '../storage/outbox.ts';
import type { ChatKey } from '../storage/turns.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import { Ledger } from './ledger.ts';
import { type Came, ElsewhereError, rest, type SendingMeans, sendReply } from './send-reply.ts';

/** How long replies are ours to send, and how often that is renewed while they are. */
export const LEASE_MS = 15_000;
export const SWEEP_MS = 5_000;

/** How long after a send its row is forgotten when no turn takes that along. */
const FORGET_AFTER_MS = 250;
/** How often another process is given to finish what came before ours. */
const LOOK_AGAIN_MS = 200;
/** How long a reply waits for the person to write again: by then it is no answer to anything any more. */
const OWED_MS = 3_600_000;

export interface DeliveryOptions extends Omit<SendingMeans, 'stopping'> {
  readonly db: PrismaClient;
  readonly living: () => Promise<readonly EpochKey[]>;
  /** The person does not want to hear from us. */
  readonly blocked: (address: Address) => Promise<void>;
  /** Our side of a chat is to be deleted, once more. */
  readonly clear: (chat: string, address: Address) => Promise<void>;
}

export class Delivery {
  private readonly options: DeliveryOptions;
  private readonly means: SendingMeans;
  private readonly ledger = new Ledger();
  private readonly lanes = new Map<string, Promise<void>>();
  /** Chats that nothing more is sent to before their people write again. */
  private readonly owing = new Set<string>();
  private forgetting: NodeJS.Timeout | undefined;
  private readonly stopping = new AbortController();

  constructor(options: DeliveryOptions) {
    this.options = options;
    this.means = { ...options, stopping: this.stopping.signal };
  }

  /** Sends the replies of a committed turn, after everything that is under way in the same chat. */
  send(key: ChatKey, seq: number, envelope: Envelope): void {
    const id = { chat: key.hex, seq };
    if (!this.ledger.begin(id)) return;
    this.ledger.mustGo(id, envelope.until);
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

  /** The person has written: sends what was owed to them, and is ours since. */
  sendOwed({ hex }: ChatKey, rows: readonly UnsentRow[]): void {
    this.owing.delete(hex);
    for (const row of rows) {
      const opening = this.taken(row);
      opening.catch(() => undefined); // awaited in its turn; until then it is known by when it must be gone
      this.queue(hex, async () => {
        const envelope = await opening;
        if (envelope) await this.deliver(row, envelope);
      });
    }
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
    await forgetOwed(db);
    for (const row of await claimDue(db, 200, LEASE_MS, everything)) {
      const envelope = await this.taken(row);
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
        if (this.lanes.get(chat) !== lane) return;
        this.lanes.delete(chat);
        this.owing.delete(chat);
      });
    this.lanes.set(chat, lane);
  }

  private enqueue(id: ReplyId, envelope: Envelope): void {
    this.queue(id.chat, () => this.deliver(id, envelope));
  }

  /** What a row says that we take over; `undefined` when it is ours already, or nobody can read it any more: then it is forgotten. */
  private async taken(row: UnsentRow): Promise<Envelope | undefined> {
    if (!this.ledger.begin(row)) return undefined;
    try {
      const envelope = openEnvelope(await this.options.living(), Buffer.from(row.chat, 'hex'), row.body);
      this.ledger.mustGo(row, envelope.until);
      return envelope;
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
      const { claimed, others, owes } = await claimEarlier(this.options.db, chat, before, LEASE_MS);
      if (owes) this.owing.add(chat);
      for (const row of claimed) {
        const envelope = await this.taken(row);
        if (envelope) await this.deliver(row, envelope);
      }
      if (others.every((id) => this.ledger.has(id)) || this.stopping.signal.aborted) return;
      await rest(LOOK_AGAIN_MS, this.stopping.signal);
    }
  }

  private async deliver(id: ReplyId, envelope: Envelope): Promise<void> {
    try {
      if (this.owing.has(id.chat)) return await this.owe(id, envelope);
      const came = await this.sendAll(id, envelope);
      if (came === 'blocked') return await this.forgetBlocked(id, envelope.address);
      if (came === 'owed') return await this.owe(id, envelope);
      this.ledger.sent(id);
      this.forgetWithin(FORGET_AFTER_MS);
    } catch (error) {
      this.ledger.drop(id);
      if (!(error instanceof ElsewhereError)) throw error;
      // Whoever holds the account finds it with the next sweep, and need not wait until our time is over.
      await keepReplies(this.options.db, [id], 0);
    }
  }

  private async sendAll({ chat }: ReplyId, envelope: Envelope): Promise<Came> {
    const { clear, now = Date.now } = this.options;
    const { address, cleared = Number.POSITIVE_INFINITY } = envelope;
    const sofar = { answered: false, failed: false };
    let came: Came = 'sent';
    for (const reply of envelope.replies) {
      came = await sendReply(this.means, chat, envelope, reply, sofar);
      if (came !== 'sent') break;
      sofar.answered = true;
    }
    // Before it is forgotten: whoever was killed in between sends it again, and asks for it then.
    if (sofar.answered && now() > cleared) await clear(chat, address);
    return came;
  }

  /** It was refused as something nobody asked for. Tried again by itself it would be that all the more. */
  private async owe(id: ReplyId, { address, until }: Envelope): Promise<void> {
    const { db, log, now = Date.now } = this.options;
    this.owing.add(id.chat);
    this.ledger.drop(id);
    log.warn({ channel: address.channel }, 'a reply waits until the person writes again');
    await oweReply(db, id, Math.min(OWED_MS, (until ?? Number.POSITIVE_INFINITY) - now()));
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
}
