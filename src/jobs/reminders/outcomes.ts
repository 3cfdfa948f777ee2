/** What became of messages that were taken: gathered, and written down together. */
import type { Db } from '../../storage/db.ts';
import { type ClaimedReminder, type Outcome, writeOutcomes } from '../../storage/reminders/claiming.ts';

export class Outcomes {
  private readonly db: Db;
  private waiting: Outcome[] = [];

  constructor(db: Db) {
    this.db = db;
  }

  /** @param why code of a refusal */
  note({ contact, day, until }: ClaimedReminder, state: Outcome['state'], why?: string): void {
    this.waiting.push({ contact, day, until, state, ...(why === undefined ? {} : { why }) });
  }

  /** What could not be written goes with the next. */
  async write(): Promise<void> {
    const { waiting } = this;
    this.waiting = [];
    try {
      await writeOutcomes(this.db, waiting);
    } catch (error) {
      this.waiting = [...waiting, ...this.waiting];
      throw error;
    }
  }
}
