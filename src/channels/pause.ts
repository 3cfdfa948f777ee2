import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses that grow while something keeps failing: doubled each time, a fifth more or less at random. */
export class Backoff {
  private readonly first: number;
  private readonly longest: number;
  private failures = 0;

  /** @param first the first pause, ms. @param longest the longest, ms */
  constructor(first: number, longest: number) {
    this.first = first;
    this.longest = longest;
  }

  next(): number {
    const pause = Math.min(this.first * 2 ** this.failures, this.longest);
    this.failures = Math.min(this.failures + 1, 30);
    return Math.round(pause * (0.8 + 0.4 * Math.random()));
  }

  reset(): void {
    this.failures = 0;
  }
}

/** Waits, or returns early when the signal says so. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
