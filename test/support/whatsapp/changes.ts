/** Waiting for the server's state to become something, without looking at the clock. */
export class Changes {
  private readonly waiting = new Set<() => void>();

  /** Something has changed: whoever waits looks again. */
  happened(): void {
    const woken = [...this.waiting];
    this.waiting.clear();
    for (const wake of woken) wake();
  }

  /** Resolves with the first value that is not `undefined`; asks anew after each change. */
  async until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }
}
