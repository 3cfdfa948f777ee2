import type { SendError } from '../channel.ts';

const MINUTE = 60_000;
/** How long a refusal is told to whoever looks. */
const TOLD_MS = 60 * MINUTE;
/** 403: the number is banned or close to it. */
const LONGEST_MS = 60 * MINUTE;

/**
 * What WhatsApp's refusals mean. Whoever goes on after one is banned, so a refusal is never answered by trying the same person
 * again at once: 463 (the number may begin no new chats) concerns those who did not write first; 429 (too fast) and 403 stop
 * everything for a while, each time twice as long, until a message is taken again.
 */
export class Breaker {
  private readonly now: () => number;
  private latest: { readonly code: number; readonly at: number } | undefined;
  private refusals = 0;
  private until = 0;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** ms until anything may be sent; 0 when it may. */
  rest(): number {
    return Math.max(0, this.until - this.now());
  }

  /** A message was taken. */
  taken(): void {
    this.refusals = 0;
  }

  /** A message was refused. @returns what becomes of it */
  refused(code: number): SendError['outcome'] {
    this.latest = { code, at: this.now() };
    if (code !== 429 && code !== 403) return { kind: 'rejected', code };
    const waitMs = Math.min((code === 429 ? MINUTE : 10 * MINUTE) * 2 ** this.refusals, LONGEST_MS);
    this.refusals += 1;
    this.until = this.now() + waitMs;
    return { kind: 'retry', waitMs, everybody: true };
  }

  /** Whether only answers may go out, and nothing that nobody asked for. */
  get answersOnly(): boolean {
    return this.latest !== undefined && this.now() - this.latest.at < TOLD_MS;
  }

  /** For whoever looks after the service: `refused 463`. */
  trouble(): string | undefined {
    return this.answersOnly ? `refused ${this.latest?.code}` : undefined;
  }
}
