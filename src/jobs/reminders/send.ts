/** Sends what is planned, on one channel: evenly, no faster than all processes together may, and nothing twice. */
import type { Channel } from '../../channels/channel.ts';
import { pause } from '../../channels/pause.ts';
import {
  type ClaimedReminder,
  claimReminders,
  type Handful,
  holdBudget,
  isAnythingDue,
  openBudget,
  spendBudget,
  stillWanted,
} from '../../storage/reminders/claiming.ts';
import { receiptIndex } from '../../storage/reminders/receipts.ts';
import type { Pace, SendMeans } from './means.ts';
import { Outcomes } from './outcomes.ts';
import { Preparing, type Ready } from './preparing.ts';
import { PLACES, Spacing } from './spacing.ts';

/** How often is looked whether anything is due, ms; and at most, where people write: others make room for their answers only then. */
const LOOK_MS = 15_000;
const LOOK_LEAST_MS = 1000;
/** How often is looked whether another process was asked for a pause, ms. */
const HOLDS_MS = 1000;
/** A channel may keep a message waiting for so long, ms: where that is, nothing goes out so shortly before the hours end. */
const LINGERS_MS = 30_000;
/** What was taken goes back when answers leave it no place for so long, ms. */
const PATIENCE_MS = 5000;
/** Who has stopped is not told: that is asked once more when what was taken has waited for so long, ms. */
const FRESH_MS = 500;
/** How many handfuls may be out at a time: a platform that does not answer gets no more, and a crash leaves no more unknown. */
const HANDFULS = 2;

interface Taken extends ClaimedReminder {
  /** What its receipt is to call it, where the channel has receipts. */
  readonly name: string | undefined;
}

interface Batch extends Handful<Taken> {
  /** When it was asked for, ms of the process's clock. */
  readonly since: number;
}

export class ReminderSender {
  private readonly means: SendMeans;
  private readonly channel: Channel;
  private readonly pace: Pace;
  private readonly preparing: Preparing;
  private readonly stopping = new AbortController();
  /** Ends what is waited for at the moment, when an answer goes out. */
  private nap: AbortController | undefined;
  private readonly underWay = new Set<Promise<void>>();
  private readonly outcomes: Outcomes;
  private readonly spacing: Spacing;
  /** When it was looked for pauses last, ms of the process's clock. */
  private looked = Number.NEGATIVE_INFINITY;
  /** Something was planned that the calendar does not say any more. */
  private outdated = false;
  /** The platform is in trouble until then, ms of the process's clock: what was taken goes back. */
  private troubled = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(means: SendMeans, channel: Channel, pace: Pace) {
    this.means = means;
    this.channel = channel;
    this.pace = pace;
    this.preparing = new Preparing(means, channel.abilities.has('buttons'));
    this.outcomes = new Outcomes(means.db);
    const wait = (ms: number): Promise<void> => this.waitForAnswers(ms);
    const { signal: stopping } = this.stopping;
    const steppedBack = (): Promise<void> => this.tellOfAnswers();
    if (pace.manner === 'evenly') means.traffic.onAnswer(channel.name, () => this.nap?.abort());
    this.spacing = new Spacing({ channel: channel.name, traffic: means.traffic, wait, stopping, steppedBack });
  }

  start(): void {
    this.running = this.run();
  }

  /** Resolves when what was begun is written down; what was taken and not begun is given back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.nap?.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { db, log } = this.means;
    let opened = false;
    while (!this.stopping.signal.aborted) {
      try {
        if (!opened) await openBudget(db, this.channel.name);
        opened = true;
        await this.outcomes.write();
        if (this.channel.mayRemind() && (await this.isDue())) await this.sendAll();
      } catch (error) {
        log.warn({ channel: this.channel.name, err: error }, 'reminders wait');
      }
      const looked = performance.now();
      await this.waitForAnswers(LOOK_MS);
      await this.wait(looked + LOOK_LEAST_MS - performance.now());
    }
    await this.settle();
  }

  private async isDue(): Promise<boolean> {
    const { db, clock } = this.means;
    return isAnythingDue(db, this.channel.name, (await clock.ask()) + LOOK_MS);
  }

  /** Handful after handful, until nothing is due or the platform wants a pause. */
  private async sendAll(): Promise<void> {
    for (let idle = 0; !this.stopping.signal.aborted; ) {
      const began = performance.now();
      const tick = this.nextTick();
      if (!this.channel.mayRemind()) break;
      idle = (await this.sendSome(tick)) === 0 ? idle + tick : 0;
      // Another process may have the places, and end.
      if (idle > LOOK_MS && !(await this.isDue())) break;
      await this.wait(tick - (performance.now() - began));
    }
    await this.settle();
  }

  /**
   * Sends a handful: what the rate allows within a tick.
   *
   * @param tick ms
   * @returns how many were taken
   */
  async sendSome(tick: number): Promise<number> {
    const handful = await this.take(tick);
    await this.sendInTurn(handful);
    if (this.outdated) await this.catchUp();
    return handful.taken.length;
  }

  private async catchUp(): Promise<void> {
    await this.settle();
    this.outdated = false;
    await this.means.replan();
  }

  private async take(tick: number): Promise<Batch> {
    const { db, keys, holds, clock } = this.means;
    const { perSecond, manner } = this.pace;
    await this.outcomes.write();
    // Where reminders go out, answers learn soon what another process was told; reminders know it as they are taken.
    if (performance.now() >= this.looked + HOLDS_MS) {
      await holds.look();
      this.looked = performance.now();
    }
    this.spacing.countAnswers();
    const size = manner === 'evenly' ? Math.max(1, Math.ceil((perSecond * tick) / 1000)) : 1;
    const most = Math.min(size, Math.max(0, HANDFULS * size - this.underWay.size));
    const { receipts } = this.channel;
    const names = receipts ? Array.from({ length: most }, () => receipts.name()) : [];
    const { answers } = this.spacing;
    const now = await clock.ask();
    const since = performance.now();
    const handful = await claimReminders(db, this.channel.name, {
      rate: this.pace,
      most,
      ahead: manner === 'evenly' ? size : 0,
      spent: manner === 'evenly' ? answers * PLACES : 0,
      receipts: names.map((name) => receiptIndex(keys, name)),
      now,
    });
    this.spacing.answers -= answers;
    return { ...handful, since, taken: handful.taken.map((one) => ({ ...one, name: names[(one.nth ?? 0) - 1] })) };
  }

  private async sendInTurn({ taken, since, inMs, perSecond }: Batch): Promise<void> {
    const gap = this.pace.manner === 'evenly' ? 1000 / perSecond : 0;
    const row = { first: since + inMs, count: taken.length, gap, patience: PATIENCE_MS };
    const places = this.spacing.places(row);
    let [wanted, asked] = [taken, performance.now()];
    for (const [n, one] of taken.entries()) {
      const hasPlace = (await places.next()).done !== true;
      if (hasPlace && performance.now() > asked + FRESH_MS) {
        wanted = await this.askAgain(taken.slice(n));
        asked = performance.now();
      }
      if (!wanted.includes(one)) continue;
      if (!hasPlace || !this.maySend() || this.isTooLate(one)) {
        this.outcomes.note(one, 'planned');
        continue;
      }
      const work = this.send(one).finally(() => this.underWay.delete(work));
      this.underWay.add(work);
    }
  }

  /** What it takes next may be long in coming, behind answers: other processes make room for them before that. */
  private async tellOfAnswers(): Promise<void> {
    const { db, log } = this.means;
    const { answers } = this.spacing;
    try {
      await spendBudget(db, this.channel.name, this.pace, answers * PLACES);
      this.spacing.answers -= answers;
    } catch (error) {
      log.warn({ channel: this.channel.name, err: error }, 'other processes learn of answers later');
    }
  }

  /** @returns those of what was taken that may still be told; when nobody knows, all go back */
  private async askAgain(waited: readonly Taken[]): Promise<readonly Taken[]> {
    try {
      return await stillWanted(this.means.db, waited, this.means.clock.now());
    } catch (error) {
      for (const one of waited) this.outcomes.note(one, 'planned');
      throw error;
    }
  }

  private maySend(): boolean {
    return this.channel.mayRemind() && performance.now() >= this.troubled;
  }

  private isTooLate({ ends }: Taken): boolean {
    const lingers = this.pace.manner === 'evenly' ? 0 : LINGERS_MS;
    return this.means.clock.now() + lingers >= ends.getTime();
  }

  private async send(one: Taken): Promise<void> {
    const { unasked, log } = this.means;
    const ready = await this.prepare(one);
    if (!ready) return;
    try {
      const outcome = await unasked.send(ready.to, one.language, ready.message, one.name);
      if (outcome.kind === 'sent' || outcome.kind === 'blocked') return this.outcomes.note(one, outcome.kind);
      if (outcome.kind !== 'retry') return this.outcomes.note(one, 'failed', String(outcome.code));
      // Also a failure that is this message's own tells of a platform in trouble: others would only share its fate.
      this.troubled = Math.max(this.troubled, performance.now() + outcome.waitMs);
      this.outcomes.note(one, outcome.unknown ? 'unknown' : 'planned');
      await this.holdOthers(outcome.waitMs);
    } catch (error) {
      // Nobody knows how far it came.
      this.outcomes.note(one, 'unknown');
      log.error({ channel: this.channel.name, err: error }, 'a reminder failed');
    }
  }

  private async holdOthers(ms: number): Promise<void> {
    const { db, log } = this.means;
    try {
      await holdBudget(db, this.channel.name, ms);
    } catch (error) {
      log.warn({ channel: this.channel.name, err: error }, 'other processes could not be told of a pause');
    }
  }

  /** `undefined` when it does not go out now. */
  private async prepare(one: Taken): Promise<Ready | undefined> {
    const prepared = await this.preparing.of(one);
    if (prepared.kind === 'ready') return prepared;
    if (prepared.kind === 'outdated') this.outdated = true;
    if (prepared.kind === 'no calendar') this.troubled = performance.now() + LOOK_MS;
    this.outcomes.note(one, prepared.kind === 'no address' ? 'failed' : 'planned');
    return undefined;
  }

  /** Resolves when nothing is under way and everything is written down. */
  async settle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
    await this.outcomes.write();
  }

  private nextTick(): number {
    const [least, most] = this.pace.tick;
    return least + Math.random() * (most - least);
  }

  private async wait(ms: number): Promise<void> {
    if (ms > 0) await pause(ms, this.stopping.signal);
  }

  /** Waits, no longer than until an answer goes out. */
  private async waitForAnswers(ms: number): Promise<void> {
    if (ms <= 0 || this.stopping.signal.aborted) return;
    this.nap = new AbortController();
    await pause(ms, this.nap.signal);
    this.nap = undefined;
  }
}
