/** How many messages a bot may send within any second, as Telegram holds bots to it: «about 30 messages per second». */
export class Limit {
  /** None when absent. */
  most: number | undefined;
  /** When the newest messages were taken, ms, the oldest first; no more than `most`. */
  private taken: number[] = [];

  /**
   * Counts a message, unless there were too many.
   *
   * @param now ms, of a clock that never goes back
   * @returns for how many seconds nothing may come, when it is one too many; whole seconds, as Telegram tells them
   */
  take(now: number): number | undefined {
    if (this.most === undefined) return undefined;
    const oldest = this.taken.at(-this.most);
    if (oldest !== undefined && now - oldest < SECOND) return Math.ceil((SECOND - (now - oldest)) / SECOND);
    this.taken.push(now);
    if (this.taken.length > 2 * this.most) this.taken = this.taken.slice(-this.most);
    return undefined;
  }
}

const SECOND = 1000;
