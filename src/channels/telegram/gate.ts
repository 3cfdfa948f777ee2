/** Closed while Telegram's `retry_after` runs: no call of the whole bot goes out before it has passed. */
export class Gate {
  /** ms of the clock that nobody sets back. */
  private until = 0;

  close(waitMs: number): void {
    this.until = Math.max(this.until, performance.now() + waitMs);
  }

  /** ms until it opens; 0 when it is open. */
  rest(): number {
    return Math.max(0, this.until - performance.now());
  }
}
