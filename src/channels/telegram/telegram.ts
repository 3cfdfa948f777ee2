import { BotError, type Context, type RawApi } from 'grammy';
import type { Update } from 'grammy/types';
import type { Language } from '../../domain/message.ts';
import type { Media } from '../../engine/types.ts';
import type { Logger } from '../../log.ts';
import type { Ability, Address, Channel, Outgoing, Receive } from '../channel.ts';
import type { LeasePort } from '../lease.ts';
import { pause } from '../pause.ts';
import { Client } from './client.ts';
import { Eraser } from './erase.ts';
import { CallError } from './errors.ts';
import { Files } from './files.ts';
import { ToldGroups } from './groups.ts';
import { Lanes, Tasks } from './lanes.ts';
import { Persistence } from './persist.ts';
import { Polling } from './polling.ts';
import { registerProfile, type TelegramTexts } from './profile.ts';
import { Sender } from './send.ts';
import { type Understood, understand } from './understand.ts';
import { ALLOWED_UPDATES, isUpdate } from './update.ts';

export type TelegramOptions = {
  readonly token: string;
  readonly apiRoot: string;
  readonly log: Logger;
  readonly texts: Readonly<Record<Language, TelegramTexts>>;
  /** The person blocked the bot: stop writing to them. Awaited before the update is acknowledged. */
  readonly onBlocked: (address: Address) => Promise<void>;
  /** Telegram is paid for broadcasts. */
  readonly paysForBroadcasts?: boolean;
  readonly pace?: Partial<Pace>;
} & (
  | { readonly mode: 'polling'; readonly lease: LeasePort }
  | { readonly mode: 'webhook'; readonly webhook: { readonly url: string; readonly secret: string } }
);

interface Pace {
  /** Seconds without an answer after which a call has failed. */
  readonly timeoutSeconds: number;
  readonly pollSeconds: number;
  readonly leaseMs: number;
}

const USUAL: Pace = { timeoutSeconds: 45, pollSeconds: 30, leaseMs: 10_000 };
/** Groups that are remembered as told. */
const MOST_GROUPS = 10_000;
/** Telegram's most connections to a webhook. */
const CONNECTIONS = 100;

/** The channel is not started, or it is stopping: nothing can be taken now. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

export interface TelegramChannel extends Channel {
  /**
   * Takes an update that the webhook was given. Resolves once its turn is committed, with the JSON of a method that
   * Telegram carries out when it stands in the answer; rejects when the update must be delivered again.
   */
  take(update: unknown): Promise<string | undefined>;
  /** The bot's user name without `@`; known once started. */
  username(): string | undefined;
}

/** Telegram through grammY, by polling or by webhook. Private chats only. */
export function createTelegram(options: TelegramOptions): TelegramChannel {
  return new Telegram(options);
}

class Telegram implements TelegramChannel {
  readonly name = 'telegram';
  readonly abilities: ReadonlySet<Ability> = new Set<Ability>(['buttons', 'contact', 'erase']);
  readonly receipts = undefined;
  private readonly options: TelegramOptions;
  private readonly client: Client;
  private readonly sender: Sender;
  private readonly eraser: Eraser;
  private readonly files: Files;
  private readonly polling: Polling | undefined;
  private readonly persistence: Persistence;
  private readonly lanes = new Lanes();
  private readonly turns = new Tasks();
  private readonly background = new Tasks();
  private readonly groups = new ToldGroups(MOST_GROUPS);
  private readonly stopping = new AbortController();
  private receive: Receive | undefined;

  constructor(options: TelegramOptions) {
    this.options = options;
    const pace = { ...USUAL, ...options.pace };
    const { token, log } = options;
    const { timeoutSeconds } = pace;
    const apiRoot = options.apiRoot.replace(/\/+$/, '');
    this.client = new Client({ token, apiRoot, timeoutSeconds });
    this.sender = new Sender(this.client, options.paysForBroadcasts);
    this.eraser = new Eraser(this.client);
    this.files = new Files(this.client, { token, apiRoot, timeoutSeconds });
    this.persistence = new Persistence(log);
    this.client.bot.use((context) => this.handle(context));
    if (options.mode === 'polling') {
      const { client } = this;
      const handle = (update: Update): Promise<void> => this.dispatch(update);
      this.polling = new Polling({ client, lease: options.lease, log, handle, ...pace });
    }
  }

  async start(receive: Receive): Promise<void> {
    const { client, options } = this;
    const aborted = this.stopping.signal;
    client.bot.botInfo = await client.setUp('getMe', (api, signal) => api.getMe(signal), aborted);
    this.receive = receive;
    if (options.mode === 'webhook') {
      const { url, secret } = options.webhook;
      // Set each time: Telegram tells the present address, but never the present secret.
      const wanted = { url, secret_token: secret, max_connections: CONNECTIONS, allowed_updates: [...ALLOWED_UPDATES] };
      await client.setUp('setWebhook', (api, signal) => api.setWebhook(wanted, signal), aborted);
    }
    this.polling?.start();
    void this.background.track(registerProfile(client, options.texts, options.log, aborted));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.polling?.stop();
    await this.turns.idle();
    await this.background.idle();
  }

  async take(update: unknown): Promise<string | undefined> {
    if (!this.receive || this.stopping.signal.aborted) throw new NotReady();
    if (!isUpdate(update)) return undefined;
    let reply: string | undefined;
    const send = (json: string): void => {
      reply = json;
    };
    await this.turns.track(this.dispatch(update, { send }));
    return reply;
  }

  send(address: Address, message: Outgoing): Promise<readonly string[]> {
    return this.sender.send(address, message);
  }

  fetch(media: Media, most: number, signal: AbortSignal): Promise<Uint8Array> {
    return this.files.fetch(media, most, signal);
  }

  erase(address: Address, names: readonly string[], spare?: string): Promise<void> {
    return this.eraser.erase(address, names, spare);
  }

  typing(address: Address): void {
    if (this.client.gate.rest() > 0) return;
    const chat_id = Number(address.id);
    this.inBackground('sendChatAction', (api) => api.sendChatAction({ chat_id, action: 'typing' }));
  }

  holds(): boolean {
    return true;
  }

  mayRemind(): boolean {
    return this.client.gate.rest() === 0 && !this.client.tokenRefused;
  }

  trouble(): string | undefined {
    if (this.client.tokenRefused) return 'telegram: the token is refused';
    const failure = this.polling?.failure;
    return failure && `telegram: ${failure.message}`;
  }

  username(): string | undefined {
    return this.client.bot.isInited() ? this.client.bot.botInfo.username : undefined;
  }

  /** Rejects with what our middleware threw, not with grammY's error around it, which holds the whole update. */
  private async dispatch(update: Update, reply?: { send: (json: string) => void }): Promise<void> {
    try {
      await this.client.bot.handleUpdate(update, reply);
    } catch (error) {
      throw error instanceof BotError ? error.error : error;
    }
  }

  /** grammY's only middleware. */
  private async handle(context: Context): Promise<void> {
    const understood = understand(context.update, context.me.username);
    switch (understood.kind) {
      case 'arrival':
        return this.arrive(understood, context);
      case 'query':
        return this.answer(understood.query, context);
      case 'blocked':
        return this.inOrder(understood.address, () => this.options.onBlocked(understood.address));
      case 'elsewhere':
        if (this.groups.first(understood.chat)) this.pointOut(understood);
        return;
      case 'nothing':
        return;
    }
  }

  private async arrive({ arrival, query }: Extract<Understood, { kind: 'arrival' }>, context: Context): Promise<void> {
    const { receive } = this;
    if (!receive) throw new NotReady();
    await this.inOrder(arrival.address, () => receive(arrival));
    if (query !== undefined) await this.answer(query, context);
  }

  /** One chat's turns one after another; by polling, until they are committed. */
  private inOrder(address: Address, turn: () => Promise<void>): Promise<void> {
    const { polling } = this;
    return this.lanes.run(address.id, polling ? () => this.persistence.commit(turn, polling.signal) : turn);
  }

  /** In the webhook's answer, which is free; else a call of its own that the chat does not wait for. */
  private async answer(callback_query_id: string, context: Context): Promise<void> {
    if (!this.polling) await context.answerCallbackQuery();
    else this.inBackground('answerCallbackQuery', (api) => api.answerCallbackQuery({ callback_query_id }));
  }

  private pointOut({ chat, language }: Extract<Understood, { kind: 'elsewhere' }>): void {
    const text = this.options.texts[language].elsewhere(this.client.bot.botInfo.username);
    const words = { chat_id: chat, text, parse_mode: 'HTML' } as const;
    this.inBackground('sendMessage', (api) => api.sendMessage(words));
  }

  /** For calls that nobody waits for, and whose failure costs nothing. */
  private inBackground(method: keyof RawApi & string, run: (api: RawApi) => Promise<unknown>): void {
    void this.background.track(this.whenOpen(method, run));
  }

  private async whenOpen(method: keyof RawApi & string, run: (api: RawApi) => Promise<unknown>): Promise<void> {
    const { gate } = this.client;
    const { signal } = this.stopping;
    while (gate.rest() > 0 && !signal.aborted) await pause(gate.rest(), signal);
    if (gate.rest() > 0) return;
    try {
      await this.client.call(method, run);
    } catch (error) {
      const level = error instanceof CallError ? 'debug' : 'error';
      this.options.log[level]({ err: error, call: method }, 'telegram call failed');
    }
  }
}
