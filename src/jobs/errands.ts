/** Carries out what turns have asked for: soon after they were written, and again after a crash or a failure. */
import type { Logger } from '../log.ts';
import { claimErrands, type Errand, forgetErrand, keepErrands, postponeErrand } from '../storage/errands.ts';
import { eraseByItself } from './erase-by-itself.ts';
import { eraseTrail } from './erase-trail.ts';
import { type FetchMeans, fetchEvidence } from './fetch-evidence.ts';
import { repeat } from './repeat.ts';

/** At a time: each holds a file in memory. */
const AT_ONCE = 2;
/** How long errands are ours, and how often that is renewed while they are: whoever was killed keeps nobody waiting for long. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;
const AGAIN_MS = 30_000;

export class Errands {
  private readonly means: FetchMeans;
  private readonly log: Logger;
  private readonly atOnce: number;
  private readonly stopping = new AbortController();
  private readonly ours = new Set<string>();
  private running: Promise<void> | undefined;
  private asked = false;
  private woken = Promise.withResolvers<void>();

  /** @param atOnce how many are carried out at a time; which of them ends first, nobody knows */
  constructor(means: FetchMeans, log: Logger, atOnce = AT_ONCE) {
    this.means = means;
    this.log = log;
    this.atOnce = atOnce;
  }

  /** There is something to do: at once, or after what is being done. */
  nudge(): void {
    this.asked = true;
    this.woken.resolve();
    this.woken = Promise.withResolvers();
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (this.asked && !this.stopping.signal.aborted) this.nudge();
    });
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  /** What is left is for the next process. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.idle();
  }

  private async run(): Promise<void> {
    const { db, living } = this.means;
    const underWay = new Set<Promise<void>>();
    const renewing = repeat('errands under way', RENEW_MS, () => keepErrands(db, [...this.ours], LEASE_MS), this.log);
    try {
      while (!this.stopping.signal.aborted) {
        this.asked = false;
        const errands = await claimErrands(db, await living(), this.atOnce - underWay.size, LEASE_MS);
        for (const errand of errands) {
          const work = this.carryOut(errand).finally(() => underWay.delete(work));
          underWay.add(work);
        }
        if (underWay.size === 0 && !this.asked) break;
        // One that takes long keeps only its own place.
        if (underWay.size === this.atOnce) await Promise.race(underWay);
        else if (!this.asked) await Promise.race([...underWay, this.woken.promise]);
      }
    } catch (error) {
      this.log.warn({ err: error }, 'errands wait');
    } finally {
      await Promise.allSettled(underWay);
      await renewing();
    }
  }

  /** Resolves with how long to wait before it is tried again, ms; with nothing when it is done. */
  private workOn(errand: Errand): Promise<number | undefined> {
    const { channel, receive, now } = this.means;
    switch (errand.kind) {
      case 'erase':
        return eraseTrail(channel, errand, now());
      case 'plan':
        return eraseByItself(receive, errand, now());
      case 'fetch':
        return fetchEvidence(this.means, errand, this.stopping.signal);
    }
  }

  private async carryOut(errand: Errand): Promise<void> {
    const { db } = this.means;
    try {
      const wait = await this.workOn(errand);
      this.ours.delete(errand.id);
      if (wait === undefined) await forgetErrand(db, errand.id);
      else await postponeErrand(db, errand.id, wait);
    } catch (error) {
      this.ours.delete(errand.id);
      if (this.stopping.signal.aborted) return await postponeErrand(db, errand.id, 0);
      this.log.error({ errand: errand.kind, err: error }, 'an errand failed');
      await postponeErrand(db, errand.id, AGAIN_MS);
    }
  }
}
