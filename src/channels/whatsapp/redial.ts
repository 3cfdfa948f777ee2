import { Backoff } from '../pause.ts';
import type { AfterClose } from './closing.ts';

const [FIRST_MS, LONGEST_MS] = [1_000, 120_000];
/** A connection that has lasted so long was a good one, ms. */
const GOOD_MS = 60_000;

/**
 * How long to wait between two connections. One that opens and ends at once is no better than one that does not open: only
 * what has lasted a while makes the pauses short again, or a number whose messages cannot be kept would log in every second.
 */
export class Redial {
  private readonly now: () => number;
  private readonly waits = new Backoff(FIRST_MS, LONGEST_MS);
  private begun = 0;
  private hurried = false;

  /** @param now ms, of a clock that nobody sets back */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** A connection begins. */
  begins(): void {
    this.begun = this.now();
  }

  /** It has ended. @returns ms until the next may begin */
  ended(next: AfterClose): number {
    if (this.now() - this.begun >= GOOD_MS) {
      this.waits.reset();
      this.hurried = false;
    }
    // What is part of the plan happens once: again and again it is trouble.
    const hurries = (next === 'at once' || next === 'unpaired') && !this.hurried;
    this.hurried ||= hurries;
    return hurries ? 0 : this.waits.next();
  }
}
