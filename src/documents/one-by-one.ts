import { setImmediate as everybodyElse } from 'node:timers/promises';

/** Whether somebody waits for it before they can go on. */
export type Urgency = 'awaited' | 'later';

/**
 * Work that keeps the whole process waiting while it is done: one piece after another, what is awaited first, and what the
 * network brought comes in between, so that no message waits behind more than one piece.
 */
export class OneByOne {
  private readonly waiting: Record<Urgency, (() => Promise<void>)[]> = { awaited: [], later: [] };
  private working = false;

  /** Resolves with what the work comes to, or rejects as it does; whoever is next goes on either way. */
  do<T>(work: () => T | Promise<T>, urgency: Urgency): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting[urgency].push(() => Promise.resolve().then(work).then(resolve, reject));
      if (!this.working) void this.empty();
    });
  }

  private async empty(): Promise<void> {
    this.working = true;
    await everybodyElse();
    for (let next = this.next(); next; next = this.next()) {
      await next();
      await everybodyElse();
    }
    this.working = false;
  }

  private next(): (() => Promise<void>) | undefined {
    return this.waiting.awaited.shift() ?? this.waiting.later.shift();
  }
}
