import type { SendError } from '../channel.ts';

const MINUTE = 60_000;
/** How long a refusal is told to whoever looks, and nothing is sent that nobody asked for. */
export const TOLD_MS = 60 * MINUTE;
/** 403: the number is banned or close to it. */
const LONGEST_MS = 60 * MINUTE;
/** So many refusals of 463 one after the other, and answers wait as well. */
const MANY = 3;
/** 479: WhatsApp cannot make sense of the address or the session, which the next try mends or none does. */
const STALE = 479;
const MOST_STALE = 6;

/**
 * What WhatsApp's refusals mean. Whoever goes on after one is banned. After 463 (the number may begin no new chats) the same person is
 * never tried again by ourselves: they must write first, and everybody waits when it comes again and again. 429 (too fast) and 403 stop
 * everything for a while, and then the same answer is tried again, since it is not about its reader. Each stop lasts twice as long,
 * until a message is taken again. Reminders rest for an hour after any of them. A failure of the server's (5xx) is none of ours:
 * that message is tried again after a while.
 */
export class Breaker {
  private readonly now: () => number;
  private latest: { readonly code: number; readonly at: number } | undefined;
  private refusals = 0;
  /** 463, one after the other. */
  private restricted = 0;
  /** Failures of one chat, one after the other. */
  private readonly failures = new Map<string, number>();
  private until = 0;

  /** @param now ms, of a clock that nobody sets back: else everybody would wait until it has come so far again */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** ms until anything may be sent; 0 when it may. */
  rest(): number {
    return Math.max(0, this.until - this.now());
  }

  /** A message to a chat was taken. */
  taken(chat: string): void {
    this.refusals = 0;
    this.restricted = 0;
    this.failures.delete(chat);
  }

  /** A message to a chat was refused. @returns what becomes of it */
  refused(code: number, chat: string): SendError['outcome'] {
    if (code === STALE || (code >= 500 && code < 600)) return this.failed(code, chat);
    return this.restrict(code);
  }

  /** A message was refused whose answer nobody waits for any more. */
  refusedLate(code: number): void {
    if ([403, 429, 463].includes(code)) this.restrict(code);
  }

  private restrict(code: number): SendError['outcome'] {
    this.latest = { code, at: this.now() };
    if (code === 463) this.restricted += 1;
    const stops = code === 429 || code === 403 || this.restricted >= MANY;
    if (!stops) return { kind: code === 463 ? 'owed' : 'rejected', code };
    const waitMs = Math.min((code === 429 ? MINUTE : 10 * MINUTE) * 2 ** this.refusals, LONGEST_MS);
    this.refusals += 1;
    this.until = this.now() + waitMs;
    return code === 463 ? { kind: 'owed', code, waitMs } : { kind: 'retry', waitMs, everybody: true, everywhere: true };
  }

  private failed(code: number, chat: string): SendError['outcome'] {
    const before = this.failures.get(chat) ?? 0;
    if (code === STALE && before >= MOST_STALE) {
      this.failures.delete(chat);
      return { kind: 'rejected', code };
    }
    this.failures.set(chat, before + 1);
    return { kind: 'retry', waitMs: Math.min(2_000 * 2 ** before, MINUTE), everybody: false };
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
