/** Whether somebody waits for it before they can go on. */
export type Urgency = 'awaited' | 'later';

/** Work of which one piece is done at a time, what is awaited first. */
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
    // What was asked for in the same moment is all there before the first is chosen.
    await Promise.resolve();
    for (let next = this.next(); next; next = this.next()) await next();
    this.working = false;
  }

  private next(): (() => Promise<void>) | undefined {
    return this.waiting.awaited.shift() ?? this.waiting.later.shift();
  }
}
