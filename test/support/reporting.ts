/** The report side over a real database: a shell with a unit, whose errands are carried out when asked. */
import sharp from 'sharp';
import { afterAll, beforeAll } from 'vitest';
import type { Media } from '../../src/engine/types.ts';
import { createExaminer, type Examiner } from '../../src/evidence/examiner.ts';
import { Errands } from '../../src/jobs/errands.ts';
import type { FetchMeans } from '../../src/jobs/fetch-evidence.ts';
import { createLog, type Logger } from '../../src/log.ts';
import { type Identity, openWith } from '../../src/secrecy/age.ts';
import type { NewUnitKey } from '../../src/secrecy/unit-key.ts';
import { readPiece } from '../../src/storage/evidence.ts';
import { sweepIntake } from '../../src/storage/sweeping.ts';
import { createUnit } from '../../src/storage/units.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { fillDatabase } from './roster.ts';
import { calendarOf, keys, Postbox, type Shell, shell } from './shell.ts';
import { NOON } from './world.ts';

const UNIT = { id: 'u1', name: 'Bawaslu Contoh', region: 'Kota Malang', day: '2026-11-17' };

export interface ReportingOptions {
  readonly box: Postbox;
  readonly log: Logger;
}

/** What a platform tells of a file beside its kind; its true size unless it says another. */
type Told = Pick<Media, 'size' | 'words'>;

export class Reporting {
  now = NOON;
  readonly house: Shell;
  readonly identity: Identity;
  /** What unlocks the unit's key in the database. */
  readonly passphrase: string;
  private readonly database: TestDatabase;
  /** With which errands are carried out. */
  readonly means: FetchMeans;
  private readonly errands: Errands;
  private readonly examiner: Examiner;

  private constructor(
    database: TestDatabase,
    { identity, passphrase }: NewUnitKey['paper'],
    { box: postbox, log }: ReportingOptions,
  ) {
    this.database = database;
    this.identity = identity;
    this.passphrase = passphrase;
    this.examiner = createExaminer({ log });
    const now = (): number => this.now;
    this.house = shell(database.db, calendarOf(), now, postbox, { log });
    const { epochs, turns, box } = this.house;
    this.means = {
      db: database.db,
      keys,
      examiner: this.examiner,
      now,
      epoch: () => epochs.current(now()),
      living: () => epochs.living(now()),
      channel: () => box,
      receive: (arrival) => turns.receive(arrival),
    };
    this.errands = new Errands(this.means, log);
  }

  static async open(
    database: TestDatabase,
    { box = new Postbox(), log = createLog('silent') }: Partial<ReportingOptions> = {},
  ): Promise<Reporting> {
    const { paper } = await createUnit(database.db, keys, UNIT, { workFactor: 2 });
    return new Reporting(database, paper, { box, log });
  }

  close(): Promise<void> {
    return this.examiner.close();
  }

  async says(chat: string, ...all: readonly string[]): Promise<void> {
    for (const one of all) {
      await this.house.says(chat, one);
      await this.house.quiet();
    }
  }

  async taps(chat: string, ...choices: readonly string[]): Promise<void> {
    for (const one of choices) {
      await this.house.taps(chat, one);
      await this.house.quiet();
    }
  }

  /** Sends a file, and waits until it is secured. */
  async sends(chat: string, bytes: Uint8Array, told: Told = {}): Promise<void> {
    await this.posts(chat, bytes, told);
    await this.work();
  }

  /** Sends a file, which is then to be fetched. */
  async posts(chat: string, bytes: Uint8Array, told: Told = {}): Promise<void> {
    const { box, turns } = this.house;
    const ref = `file-${box.files.size}`;
    box.files.set(ref, bytes);
    await turns.receive(
      box.arrival(chat, { kind: 'media', media: { ref, kind: 'photo', size: bytes.length, ...told } }),
    );
    await this.house.quiet();
  }

  /** Carries out every errand there is, and waits until its news have arrived. */
  async work(): Promise<void> {
    await this.carryOut();
    await this.house.quiet();
  }

  /** Carries out every errand there is. */
  async carryOut(): Promise<void> {
    this.errands.nudge();
    await this.errands.idle();
  }

  sweep() {
    return sweepIntake(this.database.db, keys, () => this.house.epochs.kept(this.now), this.now, true);
  }

  /** All that a chat was told so far. */
  told(chat: string): string {
    return this.house.box
      .to(chat)
      .map(({ markup }) => markup)
      .join('\n');
  }

  /** The code that a chat was shown last. */
  code(chat: string): string {
    const code = [...this.told(chat).matchAll(/<code>([^<]+)<\/code>/g)].at(-1)?.[1];
    if (code === undefined) throw new Error('no code was shown');
    return code;
  }

  /** Opens what was sealed to the unit. */
  async open(sealed: Uint8Array): Promise<unknown> {
    return JSON.parse(Buffer.from(await openWith(this.identity, sealed)).toString());
  }

  async openPiece(id: string): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of readPiece(this.database.db, id)) parts.push(part);
    return Buffer.from(await openWith(this.identity, Buffer.concat(parts)));
  }
}

/** A picture that tells with what and when it was taken. */
export const MARKED_CAMERA = 'KAMERA-BERTANDA';
export function photo(): Promise<Buffer> {
  const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: '#336699' } });
  return picture
    .jpeg()
    .withExif({ IFD0: { Make: MARKED_CAMERA, DateTime: '2026:11:16 10:00:00' } })
    .toBuffer();
}

interface OpenReporting {
  readonly database: TestDatabase;
  readonly desk: Reporting;
}

/**
 * The report side of a service, on a database of its own with the sample people in it: one for all tests of a file.
 *
 * @param use told of it before the first
 * @param on which database
 */
export function reporting(use: (open: OpenReporting) => Promise<void> | void, on = testDatabase): void {
  let open: OpenReporting | undefined;
  beforeAll(async () => {
    const database = await on();
    await fillDatabase(database.db);
    open = { database, desk: await Reporting.open(database) };
    await use(open);
  });
  afterAll(async () => {
    await open?.desk.close();
    await open?.database.close();
  });
}
