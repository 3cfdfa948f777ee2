/** The bot as a process, for golden conversations: on a database that is filled for each, with a clock that is set. */
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { FormalReports } from '../../../src/domain/formal-report.ts';
import { EpochKeys } from '../../../src/secrecy/epoch.ts';
import { postgresDatabase, type TestDatabase } from '../../support/database.ts';
import { emptyDatabase, fillDatabase } from '../../support/roster.ts';
import { EPOCHS, keys, SECRET } from '../../support/shell.ts';
import { PRELOAD } from '../../support/whatsapp/client.ts';
import { type MemoryWorld, NOON } from '../../support/world.ts';
import { Deployment } from './deployment.ts';

const CLOCK = new URL('../../support/moved-clock.ts', import.meta.url).href;
const LAW = new URL('../../support/another-law.ts', import.meta.url).href;
/** Two transcripts that follow one another are so far apart, that what was remembered of the calendar is none of the other's. */
const APART_MS = 30_000;
/** How long the service remembers its calendar, and a bit. */
const STALE_MS = 6_000;
/** A QR has no room for this: no certificate can be drawn. */
const TOO_LONG = `https://contoh.test/${'x'.repeat(3000)}`;

export class Stage {
  readonly at: Deployment;
  readonly database: TestDatabase;
  readonly epochs = new EpochKeys(EPOCHS, keys);
  /** The clock of the bot, ms since 1970, as it was set last. */
  now = NOON;
  private ticks = 0;

  private constructor(at: Deployment, database: TestDatabase) {
    this.at = at;
    this.database = database;
  }

  static async open(): Promise<Stage> {
    const database = await postgresDatabase();
    const at = await Deployment.open({
      DATABASE_URL: database.url,
      IKRAR_SECRET: SECRET,
      EPOCH_DIR: EPOCHS,
      PUBLIC_URL: 'https://contoh.test',
      SIMULATOR: 'off',
      CLOCK_AT: String(NOON),
      NODE_OPTIONS: [PRELOAD, CLOCK, LAW].map((one) => `--import=${one}`).join(' '),
      DATA_DIR: fileURLToPath(new URL('data/', `file://${EPOCHS}/`)),
    });
    await at.pair();
    const stage = new Stage(at, database);
    await stage.start();
    return stage;
  }

  async close(): Promise<void> {
    await this.at.close();
    await this.database.close();
  }

  /** A world of its own for a transcript, and files that nobody can fetch until they are to be looked into. */
  async set(world: MemoryWorld): Promise<void> {
    const { db } = this.database;
    await emptyDatabase(db);
    await fillDatabase(db, world.people, world.documents);
    await db.election.deleteMany();
    await db.election.createMany({ data: world.elections.map((one) => ({ ...one, legal: [...one.legal] })) });
    await this.at.whatsapp.holdFiles(true);
    await this.setClock(world.now + (this.now - world.now < APART_MS ? APART_MS : 0));
  }

  /** Documents that were added meanwhile. */
  async adds(world: MemoryWorld): Promise<void> {
    await fillDatabase(this.database.db, [], world.documents);
    await this.setClock(this.now + STALE_MS);
  }

  async setClock(now: number): Promise<void> {
    this.now = now;
    this.ticks += 1;
    this.at.bot?.tell(`clock ${this.ticks} ${now}`);
    await this.at.bot?.says(`clock ${this.ticks} set`);
  }

  async pass(ms: number): Promise<void> {
    await this.setClock(this.now + ms);
  }

  /** From now on no certificate can be drawn. */
  withoutCertificates(): Promise<void> {
    return this.restart({ PUBLIC_URL: TOO_LONG });
  }

  /** From now on formal reports are as another law has them. */
  under(law: FormalReports): Promise<void> {
    return this.restart({ FORMAL_REPORTS: JSON.stringify(law) });
  }

  asUsual(): Promise<void> {
    return this.restart();
  }

  /** Fetches what was attached, looks into it, and says what has come of it. */
  async carriesOut(): Promise<void> {
    await this.at.whatsapp.holdFiles(false);
    const { db } = this.database;
    await expect.poll(() => db.errand.count({ where: { kind: 'fetch' } }), { timeout: 60_000, interval: 20 }).toBe(0);
    await this.quiet();
    await this.at.whatsapp.holdFiles(true);
  }

  /** Resolves when the bot has answered for everything, and everything has gone out. */
  async quiet(): Promise<void> {
    const { db } = this.database;
    const left = async () => [
      (await this.at.whatsapp.unacknowledged()).length,
      await db.whatsappInbox.count(),
      await db.outbox.count(),
    ];
    await expect.poll(left, { timeout: 60_000, interval: 40 }).toEqual([0, 0, 0]);
  }

  private async restart(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.at.stop();
    await this.start(settings);
  }

  private async start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    this.at.start({ CLOCK_AT: String(this.now), ...settings });
    await this.at.whatsapp.online();
  }
}
