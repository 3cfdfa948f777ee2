/** What time it is for the reminders. All processes share the database's clock: one that is wrong by hours harms no run. */
import type { Db } from '../db.ts';

/** So long is what was told as good as what would be told, ms: whoever sends asks several times a second. */
const FRESH_MS = 1000;

export interface Clock {
  /** Asks for the time, ms since 1970. */
  ask(): Promise<number>;
  /** The time by what was asked last, ms since 1970. */
  now(): number;
}

export class DatabaseClock implements Clock {
  private readonly db: Db;
  private asked = performance.now();
  private told = Date.now();
  private freshUntil = 0;

  constructor(db: Db) {
    this.db = db;
  }

  async ask(): Promise<number> {
    if (performance.now() < this.freshUntil) return this.now();
    const [row] = await this.db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
    if (row) {
      [this.told, this.asked] = [row.now.getTime(), performance.now()];
      this.freshUntil = this.asked + FRESH_MS;
    }
    return this.now();
  }

  /** A clock that is set meanwhile, the database's or this machine's, does not move it. */
  now(): number {
    return Math.round(this.told + performance.now() - this.asked);
  }
}
