import { setImmediate as everybodyElse } from 'node:timers/promises';

/**
 * Work that keeps the whole process waiting while it is done: one piece after another, and what the network brought comes in
 * between, so that no piece waits behind more than one.
 */
export class OneByOne {
  private latest: Promise<unknown> = Promise.resolve();

  /** Resolves with what the work comes to, or rejects as it does; whoever is next goes on either way. */
  do<T>(work: () => T | Promise<T>): Promise<T> {
    const turn = this.latest.then(everybodyElse).then(work);
    this.latest = turn.catch(() => undefined);
    return turn;
  }
}
