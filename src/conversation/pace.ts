/**
 * How fast a chat may go on with reports and codes. Counted in memory only: a restart forgets it, and no row ever tells that a
 * chat reported often. A first report never waits.
 */
import type { Pace } from '../engine/desk.ts';

const HOUR = 3_600_000;
/** Reports of a chat within an hour after which the next ones wait and are looked at later. */
const FREE_REPORTS = 2;
const REPORT_PAUSE = { first: 10 * 60_000, longest: 6 * HOUR } as const;
/** Wrong codes after which the next must wait. */
const FREE_CODES = 5;
const CODE_PAUSE = { first: 60_000, longest: HOUR } as const;
/** Letters of a code that are compared when the person types them again. */
const TAIL = 4;
const MOST_CHATS = 50_000;

interface Counted {
  reports: number;
  reportedAt: number;
  guesses: number;
  guessedAt: number;
  tail?: string;
}

export class Paces {
  private readonly chats = new Map<string, Counted>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  of(chat: string): Pace {
    const counted = this.counted(chat);
    if (!counted) return { lane: 'normal' };
    const { reports, reportedAt, guesses, guessedAt } = counted;
    return {
      lane: reports >= FREE_REPORTS ? 'slow' : 'normal',
      ...(reports >= FREE_REPORTS ? { reportFrom: reportedAt + paused(REPORT_PAUSE, reports - FREE_REPORTS) } : {}),
      ...(guesses >= FREE_CODES ? { codeFrom: guessedAt + paused(CODE_PAUSE, guesses - FREE_CODES) } : {}),
    };
  }

  /** The last letters of the code a chat was shown within the hour. */
  tail(chat: string): string | undefined {
    return this.counted(chat)?.tail;
  }

  reported(chat: string, code: string): void {
    const before = this.counted(chat) ?? blank();
    this.keep(chat, { ...before, reports: before.reports + 1, reportedAt: this.now(), tail: code.slice(-TAIL) });
  }

  guessed(chat: string): void {
    const before = this.counted(chat) ?? blank();
    this.keep(chat, { ...before, guesses: before.guesses + 1, guessedAt: this.now() });
  }

  /** What is older than its pause counts no more. */
  private counted(chat: string): Counted | undefined {
    const counted = this.chats.get(chat);
    if (!counted) return undefined;
    const now = this.now();
    if (now - counted.reportedAt > REPORT_PAUSE.longest) counted.reports = 0;
    if (now - counted.guessedAt > CODE_PAUSE.longest) counted.guesses = 0;
    if (now - counted.reportedAt > HOUR) delete counted.tail;
    return counted;
  }

  private keep(chat: string, counted: Counted): void {
    this.chats.delete(chat);
    this.chats.set(chat, counted);
    const [oldest] = this.chats.keys();
    if (this.chats.size > MOST_CHATS && oldest !== undefined) this.chats.delete(oldest);
  }
}

const blank = (): Counted => ({ reports: 0, reportedAt: 0, guesses: 0, guessedAt: 0 });

const paused = ({ first, longest }: { first: number; longest: number }, more: number): number =>
  Math.min(first * 2 ** Math.min(more, 20), longest);
