/** One thing at a time, in the order they came. */
export class Line {
  private tail: Promise<void> = Promise.resolve();

  /**
   * Does the work when everything before it is over.
   *
   * @throws the signal's reason when that comes first; once begun, the work minds the signal itself
   */
  async take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.tail;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.tail = promise;
    try {
      await unlessAborted(before, signal);
      return await work();
    } finally {
      // Whoever gives up while waiting lets nobody past.
      void before.then(resolve);
    }
  }
}

async function unlessAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return promise;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
