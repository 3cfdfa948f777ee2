/** People who agreed to be reminded, a calendar that can be changed, and a clock that can be set: the jobs are the real ones. */
import type { Address, Channel, Outgoing } from '../../../src/channels/channel.ts';
import { contactKey } from '../../../src/conversation/chat.ts';
import { Holds } from '../../../src/conversation/holds.ts';
import { Traffic } from '../../../src/conversation/traffic.ts';
import { Unasked } from '../../../src/conversation/unasked.ts';
import type { Election } from '../../../src/domain/election.ts';
import type { Language } from '../../../src/domain/message.ts';
import type { Hours } from '../../../src/domain/reminder.ts';
import type { Pace } from '../../../src/jobs/reminders/means.ts';
import { ReminderSender } from '../../../src/jobs/reminders/send.ts';
import { createLog } from '../../../src/log.ts';
import { seal } from '../../../src/secrecy/seal.ts';
import { recordBlocked } from '../../../src/storage/contact-writing.ts';
import type { PrismaClient } from '../../../src/storage/db.ts';
import { putElection } from '../../../src/storage/elections.ts';
import { planReminders } from '../../../src/storage/reminders/calendar.ts';
import { openBudget } from '../../../src/storage/reminders/claiming.ts';
import { i18n, keys, Postbox } from '../../support/shell.ts';
import { IKRAR, MemoryWorld } from '../../support/world.ts';

/** Everybody at once, so that an hour tells all. */
export const SHARP: Hours = { from: '08:00', until: '17:00', spreadMinutes: 0 };
/** As fast as the machine can. */
const UNBOUNDED = { perSecond: 1e9, burst: 1e9, manner: 'evenly', tick: [1, 1] } as const;

/** More than any of these runs needs. */
const MOST_HANDFULS = 20;

export interface Told {
  readonly at: number;
  readonly to: string;
  readonly on: string;
  readonly words: string;
  readonly markup: Outgoing['markup'];
  readonly choices: Outgoing['choices'];
}

export interface Wanted {
  readonly on?: 'telegram' | 'whatsapp';
  readonly language?: Language;
  /** Elections of the pledges that were made. */
  readonly pledged?: readonly string[];
  /** Where the pledges stand; `verified` unless nobody has shown to own the NIP. */
  readonly slot?: string;
}

export class RemindersStage {
  readonly db: PrismaClient;
  readonly boxes = { telegram: new Postbox('telegram'), whatsapp: new Postbox('whatsapp') };
  readonly told: Told[] = [];
  readonly traffic = new Traffic();
  now = 0;
  /** What goes by between taking messages and sending them, ms. */
  meanwhile = 0;
  calendarFails = false;
  private readonly hours: Hours;
  private readonly tick: number;
  readonly world = new MemoryWorld(i18n);
  private readonly senders: readonly ReminderSender[];

  private constructor(db: PrismaClient, hours: Hours, pace: Pace) {
    this.db = db;
    this.hours = hours;
    [this.tick] = pace.tick;
    const log = createLog('silent');
    const { traffic } = this;
    const holds = new Holds({ db, traffic, log });
    const blocked = ({ channel, id }: Address): Promise<void> =>
      recordBlocked(db, { key: contactKey(keys, { channel, id }), channel, day: '2026-11-17' });
    const channel = (name: string): Channel | undefined => Object.values(this.boxes).find((box) => box.name === name);
    const unasked = new Unasked({ i18n, channel, traffic, holds, blocked, log });
    const calendar = async () => {
      if (this.calendarFails) throw new Error('the calendar is away');
      return this.world.calendar;
    };
    const replan = () => planReminders(db, this.world.calendar.elections, hours, this.now);
    const clock = { ask: async () => this.now, now: () => this.now + this.meanwhile };
    const means = { db, keys, calendar, unasked, traffic, holds, replan, log, clock };
    this.senders = Object.values(this.boxes).map((box) => new ReminderSender(means, box, pace));
  }

  static async open(db: PrismaClient, hours: Hours = SHARP, pace: Pace = UNBOUNDED): Promise<RemindersStage> {
    for (const channel of ['telegram', 'whatsapp']) await openBudget(db, channel);
    return new RemindersStage(db, hours, pace);
  }

  /** Puts the calendar in the place of what it was. */
  async elections(...elections: readonly Election[]): Promise<void> {
    this.world.elections = [...elections];
    for (const election of elections) await putElection(this.db, election);
  }

  /** A chat of somebody of the roster who agreed to be reminded; another of the same person is used later. */
  async person(
    name: string,
    { on = 'telegram', language = 'id', pledged = [], slot = 'verified' }: Wanted,
  ): Promise<string> {
    const personId = `p ${name}`;
    await this.enrol(personId);
    const address: Address = { channel: on, id: `${name} ${slot}` };
    const key = contactKey(keys, address);
    const bytes = new Uint8Array(key);
    const addressSealed = new Uint8Array(seal(keys, 'contact.seal', key, address));
    await this.db.contact.create({
      data: { key: bytes, channel: on, addressSealed, language, reminders: true, personId, slot },
    });
    for (const election of pledged) await this.pledges(name, election, slot);
    return address.id;
  }

  async pledges(name: string, electionId: string, slot = 'verified', ikrar = IKRAR): Promise<void> {
    const status = slot === 'verified' ? 'valid' : 'pending';
    const whose = { electionId, personId: `p ${name}`, slot };
    await this.db.pledge.create({
      data: {
        id: `${name} ${electionId} ${slot}`,
        ...whose,
        method: 'code',
        status,
        at: new Date(),
        documents: [{ kind: 'ikrar', id: ikrar.id, version: ikrar.version, sha256: '' }],
        sealed: new Uint8Array(1),
      },
    });
  }

  /** Plans at a moment. @returns how many messages were planned */
  plan(moment: string): Promise<number> {
    this.now = Date.parse(moment);
    return planReminders(this.db, this.world.calendar.elections, this.hours, this.now);
  }

  /** Sends what is due at a moment; of it no more than some handfuls of each channel, where that is said. */
  async send(moment: string, most = Number.POSITIVE_INFINITY): Promise<void> {
    this.now = Date.parse(moment);
    // A year has many hours in which there is nothing to take.
    if ((await this.db.reminder.count({ where: { state: 'planned' } })) === 0) return;
    for (const sender of this.senders) {
      for (let handfuls = 0; handfuls < most && (await sender.sendSome(this.tick)) > 0; handfuls += 1) {
        await sender.settle();
        if (handfuls > MOST_HANDFULS) throw new Error('what is taken is given back again and again');
      }
      await sender.settle();
    }
    for (const box of Object.values(this.boxes)) {
      for (const { to, message } of box.sent.splice(0)) {
        const labels = message.choices.map(({ label }) => `[${label}]`).join(' ');
        this.told.push({
          at: this.now,
          to,
          on: box.name,
          markup: message.markup,
          words: [message.markup, ...(labels ? [labels] : [])].join('\n'),
          choices: message.choices,
        });
      }
    }
  }

  async hour(moment: string): Promise<void> {
    await this.plan(moment);
    await this.send(moment);
  }

  /** What became of everything that was planned, `sent 3`. */
  async states(): Promise<readonly string[]> {
    const rows = await this.db.$queryRaw<{ line: string }[]>`
      SELECT state || ' ' || count(*) AS line FROM reminder GROUP BY state ORDER BY state`;
    return rows.map(({ line }) => line);
  }

  private async enrol(id: string): Promise<void> {
    await this.db.office.upsert({ where: { id: 'o' }, create: { id: 'o', name: 'Dinas Contoh' }, update: {} });
    const one = new TextEncoder().encode(id);
    await this.db.person.upsert({
      where: { id },
      create: { id, nipIndex: one, sealed: one, officeId: 'o', digest: one },
      update: {},
    });
  }
}
