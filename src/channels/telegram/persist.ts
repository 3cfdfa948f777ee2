import type { Logger } from '../../log.ts';
import { Backoff, pause } from '../pause.ts';

/** When so many turns of others were committed since a turn first failed, the fault is its own … */
const OVERTAKEN_BY = 90;
/** … and after so many more tries, about five minutes, it is given up. */
const MOST_TRIES = 20;

/**
 * Tries a turn again and again until it is committed: by polling, nobody else would bring the update back. The exception
 * is one that fails while everybody else's succeed: as the offset cannot pass it, and Telegram hands out a hundred updates
 * at most, it would silence the bot for all. While the database is away nobody's succeed, and nothing is given up.
 */
export class Persistence {
  private readonly log: Logger;
  private readonly pauses: { readonly first: number; readonly longest: number };
  private committed = 0;

  /** @param pauses between two tries, ms */
  constructor(log: Logger, pauses = { first: 250, longest: 15_000 }) {
    this.log = log;
    this.pauses = pauses;
  }

  /** Rejects when the signal says that it is no longer ours to try. */
  async commit(turn: () => Promise<void>, signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(this.pauses.first, this.pauses.longest);
    let committedBefore: number | undefined;
    let triesOvertaken = 0;
    for (;;) {
      signal.throwIfAborted();
      try {
        await turn();
        this.committed += 1;
        return;
      } catch (error) {
        committedBefore ??= this.committed;
        if (this.committed - committedBefore >= OVERTAKEN_BY) triesOvertaken += 1;
        this.log.warn({ err: error }, 'telegram turn failed');
        if (triesOvertaken >= MOST_TRIES) {
          this.log.error({ err: error }, 'telegram update dropped');
          return;
        }
        await pause(backoff.next(), signal);
      }
    }
  }
}
