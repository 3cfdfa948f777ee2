/** Takes a channel's receipts in, and writes down in one what comes within a second. */
import type { Receipts } from '../../channels/channel.ts';
import type { Logger } from '../../log.ts';
import type { Keys } from '../../secrecy/keys.ts';
import type { Db } from '../../storage/db.ts';
import { recordArrivals } from '../../storage/reminders/receipts.ts';
import { repeat } from '../repeat.ts';

const EVERY_MS = 1000;
/** So many receipts wait for a database that is away; those of more are as if they had never come. */
const MOST = 10_000;

export class Arrivals {
  private readonly db: Db;
  private readonly keys: Keys;
  private names = new Set<string>();
  private readonly stopWriting: () => Promise<void>;

  constructor(receipts: Receipts, { db, keys, log }: { db: Db; keys: Keys; log: Logger }) {
    this.db = db;
    this.keys = keys;
    receipts.listen((name) => {
      if (this.names.size < MOST) this.names.add(name);
    });
    this.stopWriting = repeat('receipts', EVERY_MS, () => this.write(), log);
  }

  /** Writes down what has come so far; what could not be written goes with the next. */
  async write(): Promise<void> {
    const { names } = this;
    this.names = new Set();
    try {
      await recordArrivals(this.db, this.keys, [...names]);
    } catch (error) {
      for (const name of names) this.names.add(name);
      throw error;
    }
  }

  /** To be called when the channel tells no more. */
  async stop(): Promise<void> {
    await this.stopWriting();
    await this.write();
  }
}
