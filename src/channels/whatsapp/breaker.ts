import type { SendError } from '../channel.ts';

const MINUTE = 60_000;
/** How long a refusal is told to whoever looks, and nothing is sent that nobody asked for. */
export const TOLD_MS = 60 * MINUTE;
/** 403: the number is banned or close to it. */
const LONGEST_MS = 60 * MINUTE;
/** So many refusals one after the other, by the code of the last, and answers wait as well. */
const MANY: ReadonlyMap<number, number> = new Map([
  [403, 2],
  [429, 2],
  [463, 3],
]);
/** Late refusals that come so near to one another are one after the other. */
const LATE_MS = 10 * MINUTE;
/** 479: WhatsApp cannot make sense of the address or the session, which the next try mends or none does. */
const STALE = 479;
const MOST_STALE = 6;

/** A refusal that says nothing of the number: the next try of that message may go well. */
export const isPassing = (code: number): boolean => code === STALE || (code >= 500 && code < 600);

/**
 * What WhatsApp's refusals mean. Whoever goes on as before after one is banned: reminders rest for an hour at once, and when it comes
 * again before anything was taken, answers wait as well, each time twice as long. After 463 (the number may begin no new chats) the
 * same person is never tried again by ourselves: they must write first. 429 (too fast) and 403 are not about the reader: that answer
 * is tried again after a while. A failure of the server's (5xx) is none of ours: that message is tried again soon.
 */
export class Breaker {
  private readonly now: () => number;
  private latest: { readonly code: number; readonly at: number } | undefined;
  /** One after the other, and how many of them stopped everything. */
  private refusals = 0;
  private stops = 0;
  /** When messages were refused that had been taken first. */
  private late: readonly number[] = [];
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
    this.stops = 0;
    this.failures.delete(chat);
  }

  /** A message to a chat was refused. @returns what becomes of it */
  refused(code: number, chat: string): SendError['outcome'] {
    if (isPassing(code)) return this.failed(code, chat);
    return this.restrict(code);
  }

  /** A message was refused that was taken first: those that were taken since say nothing of it. */
  refusedLate(code: number): void {
    const many = MANY.get(code);
    if (many === undefined) return;
    const now = this.now();
    this.latest = { code, at: now };
    this.late = [...this.late.filter((at) => now - at < LATE_MS), now];
    if (this.late.length >= many) this.stop(code);
  }

  private restrict(code: number): SendError['outcome'] {
    const many = MANY.get(code);
    if (many === undefined) return { kind: 'rejected', code };
    this.latest = { code, at: this.now() };
    this.refusals += 1;
    const everybody = this.rest() > 0 || this.refusals >= many;
    if (everybody) this.stop(code);
    const waitMs = everybody ? this.rest() : pauseOf(code);
    if (code === 463) return { kind: 'owed', code, ...(everybody ? { waitMs } : {}) };
    return { kind: 'retry', waitMs, everybody, ...(everybody ? { everywhere: true } : {}) };
  }

  /** Nothing goes out for a while. What was under way as that began, and is refused too, says nothing new. */
  private stop(code: number): void {
    if (this.rest() > 0) return;
    this.until = this.now() + Math.min(pauseOf(code) * 2 ** this.stops, LONGEST_MS);
    this.stops += 1;
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

const pauseOf = (code: number): number => (code === 429 ? MINUTE : 10 * MINUTE);
