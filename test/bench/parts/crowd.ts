import { Pool } from 'undici';
import type { Act } from './dialogue.ts';
import { clock, type Job, type Played, type Reply } from './wire.ts';

/** Telegram's most connections to a webhook. */
const CONNECTIONS = 100;
/** A refused update comes again after this, ms. */
const AGAIN = 100;

interface Player {
  readonly chat: number;
  readonly acts: readonly Act[];
  done: number;
  /** When the last act was sent, until the first reply to it. */
  sentAt: number | undefined;
  /** Webhook calls that were not answered yet. */
  open: number;
  latest: Reply | undefined;
}

/** The people of a job in their chats. Whoever sets the pace says when they act; they only know what comes next. */
export class Crowd {
  readonly size: number;
  /** Called when the reply came that a chat was waiting for: `act` would do something. */
  onTurn: (chat: number) => void = () => {};
  /** Called when a dialogue is at its end. */
  onEnd: () => void = () => {};
  finished = 0;
  /** When anything happened last, ms. */
  stirred = clock();
  private readonly job: Job;
  private readonly actsOf: (n: number) => readonly Act[];
  private readonly pool: Pool;
  private readonly path: string;
  private readonly players = new Map<number, Player>();
  private readonly latencies: number[] = [];
  private readonly began = clock();
  private readonly count = { messages: 0, refused: 0, early: 0, taps: 0, tapsAnswered: 0 };
  private updates = 1;

  constructor(job: Job, actsOf: (n: number) => readonly Act[]) {
    const url = new URL(job.webhook);
    this.job = job;
    this.size = job.dialogues;
    this.actsOf = actsOf;
    this.path = url.pathname;
    this.pool = new Pool(url.origin, { connections: CONNECTIONS });
  }

  /** The next person begins. */
  begin(): void {
    const n = this.players.size;
    const chat = 7_000_000_000 + this.job.first + n;
    this.players.set(chat, { chat, acts: this.actsOf(n), done: 0, sentAt: undefined, open: 0, latest: undefined });
    this.act(chat);
  }

  get begun(): number {
    return this.players.size;
  }

  hear(reply: Reply): void {
    const player = this.players.get(reply.chat);
    if (!player) return;
    this.stirred = clock();
    player.latest = reply;
    if (player.sentAt !== undefined) this.latencies.push(reply.at - player.sentAt);
    player.sentAt = undefined;
    if (player.done > player.acts.length) return;
    if (player.done === player.acts.length) {
      player.done += 1;
      this.finished += 1;
      this.onEnd();
    } else if (player.acts[player.done]?.(player.chat, reply)) this.onTurn(player.chat);
  }

  /** Lets a person do what comes next. */
  act(chat: number): void {
    const player = this.players.get(chat);
    const happening = player?.acts[player.done]?.(chat, player.latest);
    if (!player || !happening) return;
    player.done += 1;
    this.count.messages += 1;
    if ('callback_query' in happening) this.count.taps += 1;
    if (player.open > 0) this.count.early += 1;
    player.latest = undefined;
    player.sentAt = clock();
    this.updates += 1;
    void this.deliver(player, JSON.stringify({ update_id: this.updates, ...happening }));
  }

  result(): Played {
    const sorted = this.latencies.toSorted((a, b) => a - b);
    const percentile = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
    const { finished } = this;
    const latencies = { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) };
    return {
      ...this.count,
      finished,
      lost: this.size - finished,
      seconds: (this.stirred - this.began) / 1000,
      ...latencies,
    };
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async deliver(player: Player, body: string): Promise<void> {
    const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': this.job.secret };
    player.open += 1;
    const answer = await this.pool.request({ path: this.path, method: 'POST', headers, body });
    const text = await answer.body.text();
    player.open -= 1;
    if (text.includes('answerCallbackQuery')) this.count.tapsAnswered += 1;
    if (answer.statusCode === 200) return;
    this.count.refused += 1;
    setTimeout(() => void this.deliver(player, body), AGAIN);
  }
}
