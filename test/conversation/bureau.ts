/** The report side of a golden conversation: a unit that takes reports, its officers, and what is done outside of turns. */
import type { Channel } from '../../src/channels/channel.ts';
import { deskChanges } from '../../src/conversation/desk-effects.ts';
import { text } from '../../src/domain/message.ts';
import type { DeskEffect } from '../../src/engine/desk.ts';
import { createExaminer, type Examiner } from '../../src/evidence/examiner.ts';
import { Errands } from '../../src/jobs/errands.ts';
import { createLog } from '../../src/log.ts';
import type { EpochKeys } from '../../src/secrecy/epoch.ts';
import { lookupOf } from '../../src/secrecy/receipt-keys.ts';
import { setStatus, writeLetter } from '../../src/storage/casework.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { takeUnannounced } from '../../src/storage/mailbox.ts';
import { sweepIntake } from '../../src/storage/sweeping.ts';
import { createUnit } from '../../src/storage/units.ts';
import { carryOut } from '../support/carry-out.ts';
import { CODES_OF_REPORTS, filedBefore, letterOf, UNIT } from '../support/desk.ts';
import { keys, type Service } from '../support/shell.ts';
import { type ReportHappening, reportsBefore, type Transcript } from '../support/transcript.ts';
import { worn } from './attached.ts';

const log = createLog('silent');
/** What officers say of a report, that stands for all that a reporter sees in the same words. */
const SAID = {
  ditelaah: 'triase',
  ditindaklanjuti: 'registrasi',
  diteruskan: 'diteruskan',
  selesai: 'selesai',
} as const;
/** Somebody else's chat. */
const ELSEWHERE = { chat: 'ff'.repeat(32), address: { channel: 'telegram', id: 'elsewhere' } } as const;

export interface BureauOptions {
  readonly db: PrismaClient;
  readonly epochs: EpochKeys;
  readonly now: () => number;
  /** Carries out what turns have asked for, and waits until it has come to something. */
  readonly carriesOut: () => Promise<void>;
  /** Tells whoever watches a mailbox that there is something in it. */
  readonly announces: () => Promise<void>;
}

/** One for all transcripts of a file: its process need not start anew. */
export const examinerOf = (): Examiner => worn(createExaminer({ log }));

/** The jobs of a service that runs within the test. */
export function jobsOf(
  db: PrismaClient,
  house: Service,
  channel: Channel,
  now: () => number,
  examiner: Examiner,
): Pick<BureauOptions, 'carriesOut' | 'announces'> {
  const epoch = () => house.epochs.current(now());
  const living = () => house.epochs.living(now());
  const receive: Service['turns']['receive'] = (arrival) => house.turns.receive(arrival);
  // One after the other: what is said of two at a time comes in the order in which they happen to be done.
  const errands = new Errands({ db, keys, examiner, now, epoch, living, channel: () => channel, receive }, log, 1);
  return {
    carriesOut: async () => {
      errands.nudge();
      await errands.idle();
    },
    announces: async () => {
      for (const { language, ...address } of (await takeUnannounced(db, keys, await living())).watchers) {
        await house.unasked.tell(address, language, [text('mailbox.news')]);
      }
    },
  };
}

export class Bureau {
  private readonly options: BureauOptions;

  constructor(options: BureauOptions) {
    this.options = options;
  }

  /** Opens, with the reports that were filed before. */
  async open({ given }: Transcript): Promise<void> {
    const { db, now } = this.options;
    await createUnit(db, keys, { ...UNIT, day: '2026-11-17' }, { workFactor: 2 });
    for (const code of CODES_OF_REPORTS.slice(0, reportsBefore(given))) {
      await this.changes(filedBefore(code, UNIT.id, now()));
    }
    if (reportsBefore(given) > 0) await this.sweep();
  }

  async happens(what: ReportHappening): Promise<void> {
    const { db, now, carriesOut, announces } = this.options;
    switch (what) {
      case 'examined':
      case 'erased':
        return carriesOut();
      case 'officers write':
        return this.write();
      case 'watchers told':
        return announces();
      case 'report withdrawn':
        for (const code of CODES_OF_REPORTS) {
          const lookup = lookupOf(code).toString('hex');
          await this.changes({ type: 'report_withdrawn', lookup, at: now() });
        }
        return this.sweep();
      case 'no unit':
        await db.unit.deleteMany();
        return;
      case 'key in question':
      case 'key in order':
        return this.turnKey();
      default:
        await this.sweep();
        for (const { id } of await db.report.findMany()) await setStatus(db, id, SAID[what], now());
    }
  }

  private async write(): Promise<void> {
    const { db, now } = this.options;
    await this.sweep();
    for (const { id } of await db.report.findMany()) {
      const before = await db.letter.count({ where: { reportId: id, author: 'officer' } });
      await writeLetter(db, id, letterOf(before), now());
    }
  }

  /** Puts another seal beside the unit's key; done twice, its own again. */
  private async turnKey(): Promise<void> {
    const { db } = this.options;
    for (const { id, recipientMac } of await db.unit.findMany()) {
      const data = { recipientMac: recipientMac.map((byte) => byte ^ 255) };
      await db.unit.update({ where: { id }, data });
    }
  }

  private async sweep(): Promise<void> {
    const { db, epochs, now } = this.options;
    await sweepIntake(db, keys, () => epochs.kept(now()), now(), true);
  }

  /** As a turn of somebody else would. */
  private async changes(effect: DeskEffect): Promise<void> {
    const { db, epochs, now } = this.options;
    const means = { db, keys, epoch: await epochs.current(now()), kept: () => epochs.kept(now()) };
    const due = { effect, ...ELSEWHERE, trail: { language: 'id', names: [] } } as const;
    for (const change of await deskChanges(means, [due], now())) await carryOut(db, change, [ELSEWHERE.chat]);
  }
}
