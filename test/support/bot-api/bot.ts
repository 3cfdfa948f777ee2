import { Chat } from './chat.ts';
import { Faults } from './faults.ts';
import { Files } from './files.ts';
import { Limit } from './limit.ts';
import type { Params } from './params.ts';
import { UpdateQueue } from './updates.ts';
import { Webhook, type WebhookTarget } from './webhook.ts';
import { ApiError, badRequest, type JsonObject, type Update, type User } from './wire.ts';

/** One call of the bot. */
export interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** ms since 1970. */
  readonly at: number;
}

export interface Called {
  readonly name?: string;
  readonly userName?: string;
}

/** What getMyCommands, getMyName, … tell, by language code; '' is everybody else's. */
export interface Profile {
  readonly commands: Map<string, readonly unknown[]>;
  readonly name: Map<string, string>;
  readonly description: Map<string, string>;
  readonly shortDescription: Map<string, string>;
}

const CALLS_KEPT = 5000;
/** What counts as a message to whoever limits them. */
const MESSAGES: ReadonlySet<string> = new Set(['sendMessage', 'sendPhoto', 'sendDocument']);

/** One bot as Telegram holds it: its chats, the updates it has not confirmed, its profile, and what is to go wrong. */
export class FakeBot {
  readonly token: string;
  readonly me: User;
  readonly chats = new Map<number, Chat>();
  readonly updates = new UpdateQueue();
  readonly faults = new Faults();
  readonly limit = new Limit();
  /** Of messages that are paid for; they do not count among the others. */
  readonly paid = new Limit();
  readonly files = new Files();
  readonly profile: Profile = {
    commands: new Map(),
    name: new Map(),
    description: new Map(),
    shortDescription: new Map(),
  };
  /** Callback queries that were not answered yet. */
  readonly openQueries = new Set<string>();
  readonly calls: Call[] = [];
  webhook: Webhook | undefined;
  allowed: ReadonlySet<string> | undefined;
  /** Calls that came while a `retry_after` had not passed. */
  early = 0;
  /** When a call was answered with 429, ms since 1970. */
  readonly refusals: number[] = [];
  /** Called with the chat when a message of the bot was written or changed: a driver answers from here. */
  onMessage: ((chat: Chat) => void) | undefined;
  private busyUntil = 0;
  private nextMessage = 1;
  private lastUpdate: { kind: string; body: JsonObject } | undefined;

  constructor(token: string, username: string) {
    this.token = token;
    this.me = { id: Number(token.split(':')[0]), is_bot: true, first_name: 'Bot', username };
  }

  /** @param called the names by which others know them */
  person(language?: string, { name = 'Contoh', userName }: Called = {}): Chat {
    const id = 5_000_000_000 + this.me.id * 100_000 + this.chats.size;
    const number = `62812${String(10_000_000 + this.chats.size).slice(-8)}`;
    const user = {
      id,
      is_bot: false,
      first_name: name,
      ...(userName === undefined ? {} : { username: userName }),
      ...(language ? { language_code: language } : {}),
    };
    const chat = new Chat(user, number);
    this.chats.set(id, chat);
    return chat;
  }

  /** A group or channel the bot was put into; what happens there is pushed with `happens`. */
  group(id: number): Chat {
    const chat = new Chat({ id, is_bot: false, first_name: 'Grup' }, '');
    this.chats.set(id, chat);
    return chat;
  }

  chat(id: unknown): Chat {
    const chat = this.chats.get(Number(id));
    if (!chat) throw badRequest('chat not found');
    return chat;
  }

  /** The chat the bot may write to. */
  openChat(id: unknown): Chat {
    const chat = this.chat(id);
    if (chat.blocked) throw new ApiError(403, 'Forbidden: bot was blocked by the user');
    return chat;
  }

  /** From now on: so that one would recognise the number of a message. */
  numberFrom(first: number): void {
    this.nextMessage = first;
  }

  messageId(): number {
    this.nextMessage += 1;
    return this.nextMessage - 1;
  }

  /** Queues what happened, if the bot asked for this kind. */
  happen(kind: string, body: JsonObject): Update | undefined {
    if (this.allowed ? !this.allowed.has(kind) : kind === 'message_reaction') return undefined;
    this.lastUpdate = { kind, body };
    return this.updates.push(kind, body);
  }

  /** The last update once more. */
  repeat(): void {
    if (this.lastUpdate) this.updates.push(this.lastUpdate.kind, this.lastUpdate.body);
  }

  note(method: string, params: Params): void {
    this.calls.push({ method, params: params.fields, at: Date.now() });
    if (this.calls.length > CALLS_KEPT) this.calls.splice(0, CALLS_KEPT / 2);
  }

  /** Holds everybody to the pause that the last 429 asked for. */
  admit(): void {
    const rest = this.busyUntil - Date.now();
    if (rest <= 0) return;
    this.early += 1;
    throw this.tooMany(Math.ceil(rest / 1000));
  }

  /** Refuses what would be one message too many. */
  count(method: string, { fields }: Params): void {
    if (!MESSAGES.has(method)) return;
    const limit = String(fields['allow_paid_broadcast']) === 'true' ? this.paid : this.limit;
    const seconds = limit.take(performance.now());
    if (seconds !== undefined) throw this.tooMany(seconds);
  }

  tooMany(seconds: number): ApiError {
    this.refusals.push(Date.now());
    this.busyUntil = Math.max(this.busyUntil, Date.now() + seconds * 1000);
    return new ApiError(429, `Too Many Requests: retry after ${seconds}`, seconds);
  }

  async setWebhook(target: WebhookTarget | undefined, carryOut: (method: string, params: JsonObject) => void) {
    const before = this.webhook;
    this.updates.onUpdate = undefined;
    this.webhook = undefined;
    await before?.close();
    if (!target) return;
    this.updates.supersede();
    const webhook = new Webhook(target, (update) => this.updates.confirm(update), carryOut);
    this.webhook = webhook;
    for (const update of this.updates.waiting) webhook.push(update);
    this.updates.onUpdate = (update) => webhook.push(update);
  }
}
