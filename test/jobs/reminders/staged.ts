/** What tests of reminders begin with: one database for a file, and for each test an empty stage, or one on which people talk. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Act } from '../../../src/engine/types.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { emptyDatabase, fillDatabase } from '../../support/roster.ts';
import { calendarOf, type Shell, shell } from '../../support/shell.ts';
import { ELECTION, NOON, SARI } from '../../support/world.ts';
import { RemindersStage } from './stage.ts';

/** @param use told of the stage before each test, and puts on it what all of them need */
export function staged(use: (stage: RemindersStage) => Promise<void> | void): void {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    await emptyDatabase(database.db);
    await use(await RemindersStage.open(database.db));
  });
  afterAll(() => database.close());
}

/** A stage with the people of the roster, who talk to the bot on both channels; it is noon of a day on which the pledge is open. */
export class Talks {
  readonly stage: RemindersStage;
  readonly telegram: Shell;
  readonly whatsapp: Shell;

  constructor(stage: RemindersStage) {
    const { db, boxes } = stage;
    this.stage = stage;
    stage.now = NOON;
    this.telegram = shell(db, calendarOf(), () => stage.now, boxes.telegram);
    this.whatsapp = shell(db, calendarOf(), () => stage.now, boxes.whatsapp);
  }

  /** What Sari writes on WhatsApp, from her own number, which is proven there. */
  async writes(...said: readonly string[]): Promise<void> {
    for (const text of said) {
      const act: Act = { kind: 'text', text };
      const sender = SARI.phone ? { sender: SARI.phone } : {};
      await this.whatsapp.turns.receive({ ...this.whatsapp.box.arrival('wa', act), ...sender });
      await this.whatsapp.quiet();
    }
  }

  /** Answers are not among what the stage is told; they are all out by then. */
  async settled(): Promise<void> {
    for (const at of [this.telegram, this.whatsapp]) await at.quiet();
    for (const box of Object.values(this.stage.boxes)) box.sent.splice(0);
  }

  /** What is told at a moment. */
  async toldAt(moment: string): Promise<RemindersStage['told']> {
    await this.settled();
    const before = this.stage.told.length;
    await this.stage.hour(moment);
    return this.stage.told.slice(before);
  }
}

/** The same with people who talk, and the sample election. */
export const talking = (use: (talks: Talks) => void): void =>
  staged(async (stage) => {
    await fillDatabase(stage.db);
    await stage.elections(ELECTION);
    use(new Talks(stage));
  });
