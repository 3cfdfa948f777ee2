/** How many send evidence at a time: each holds a file in memory while it waits for the examiner. */

const MOST = 4;

/** The same report begins to send anew: an impatient tap, or a page loaded again. The earlier sending is given up. */
export class ReplacedError extends Error {
  override readonly name = 'ReplacedError';
}

interface Upload {
  readonly control: AbortController;
  readonly over: Promise<void>;
}

export class Uploads {
  private readonly running = new Map<string, Upload>();

  /**
   * Does the work if there is room for it. Who has one code has one place: nobody takes all of them.
   *
   * @param work its signal comes when the same report begins anew, which waits until this one is over
   * @returns `undefined` when there was no room
   * @throws ReplacedError
   */
  async take<T>(lookup: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const before = this.running.get(lookup);
    if (!before && this.running.size >= MOST) return undefined;
    before?.control.abort(new ReplacedError('the same report sends anew'));
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const mine = { control: new AbortController(), over };
    this.running.set(lookup, mine);
    try {
      await before?.over;
      mine.control.signal.throwIfAborted();
      return await work(mine.control.signal);
    } finally {
      if (this.running.get(lookup) === mine) this.running.delete(lookup);
      resolve();
    }
  }
}
