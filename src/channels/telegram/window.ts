/**
 * Which updates were received and which of them are done. The offset of `getUpdates` confirms everything below it, so it
 * never passes the lowest update that is not done; what lies above comes again with each poll and is recognised here.
 */
export class Window {
  private readonly known = new Set<number>();
  private readonly unfinished = new Set<number>();
  private wake: () => void = () => {};

  /** Takes note of an update; false when it is known already. */
  take(id: number): boolean {
    if (this.known.has(id)) return false;
    this.known.add(id);
    this.unfinished.add(id);
    return true;
  }

  finish(id: number): void {
    this.unfinished.delete(id);
    if (this.unfinished.size === 0) this.wake();
  }

  /** What the next poll may confirm; `undefined` when there is nothing to confirm. */
  offset(): number | undefined {
    if (this.unfinished.size > 0) return Math.min(...this.unfinished);
    return this.known.size > 0 ? Math.max(...this.known) + 1 : undefined;
  }

  /** Updates that are not done. */
  get size(): number {
    return this.unfinished.size;
  }

  /** Resolves when nothing is unfinished. */
  async done(): Promise<void> {
    if (this.unfinished.size === 0) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  /**
   * Telegram has confirmed everything below this, and will not send it again. Nothing at all is known after a quiet time:
   * Telegram begins to count anew after a week without updates, perhaps lower.
   */
  forget(below: number): void {
    for (const id of this.known) if (id < below) this.known.delete(id);
  }
}
