/** When a message may go out: each at a place as far from the next as the rate says, behind answers that go out meanwhile. */
import type { ChannelName } from '../../channels/channel.ts';
import type { Traffic } from '../../conversation/traffic.ts';

/**
 * An answer takes the place of so many reminders. People write in clusters, and the platform refuses what is too much whoever
 * asked for it: what stays free behind one answer is there for the next.
 */
export const PLACES = 2;
/** How much faster than its rate goes on what was late. */
const CATCH_UP = 1.05;
/** Any process is late by less, ms. */
const MISSED_MS = 35;
/** What a timer is late by, ms: where places are nearer to one another, they go by the clock alone, and what is late is still little. */
const GRAIN_MS = 5;

export interface SpacingOptions {
  readonly channel: ChannelName;
  readonly traffic: Pick<Traffic, 'takeAnswers'>;
  /** Resolves after so many ms, once it is `stopping`, or when an answer went out. */
  readonly wait: (ms: number) => Promise<void>;
  readonly stopping: AbortSignal;
  /** Called when this process steps back: else others, which do not see its answers, would take the places that it leaves. */
  readonly steppedBack: () => Promise<void>;
}

/** The places of what was taken at once. */
export interface Row {
  /** The first of them, ms of the process's clock. */
  readonly first: number;
  readonly count: number;
  /** Between two of them, ms; 0 when they are wherever chance wants them. */
  readonly gap: number;
  /** Answers may move them back so far, ms. */
  readonly patience: number;
}

export class Spacing {
  /** Answers of which the bucket does not know yet. */
  answers = 0;
  private readonly options: SpacingOptions;
  /** When the last one went out, ms of the process's clock. */
  private last = 0;

  constructor(options: SpacingOptions) {
    this.options = options;
  }

  /**
   * Waits for one place after the other, and steps back behind answers that go out meanwhile. A place that was missed is gone: what
   * this process would send there now it would send beside another one, whose place it is.
   *
   * @returns yields whenever something may go out, and ends when the places do
   */
  async *places({ first, count, gap, patience }: Row): AsyncGenerator<void> {
    const { wait, stopping, steppedBack } = this.options;
    let [at, left] = [first, count];
    while (left > 0 && at <= first + patience) {
      const soonest = gap < GRAIN_MS ? at : Math.max(at, this.last + gap / CATCH_UP);
      await wait(soonest - performance.now());
      if (stopping.aborted) return;
      const answered = gap === 0 ? 0 : this.countAnswers();
      const late = performance.now() - at;
      if (answered === 0 && late < soonest - at - 1) continue; // woken by an answer that was counted already
      if (answered > 0) {
        at += answered * PLACES * gap;
        await steppedBack();
      } else if (gap >= GRAIN_MS && late > Math.max(gap, MISSED_MS)) {
        const missed = Math.floor(late / gap);
        at += missed * gap;
        left -= missed;
      } else {
        this.last = performance.now();
        yield;
        at += gap;
        left -= 1;
      }
    }
  }

  /** @returns how many went out since this was asked last */
  countAnswers(): number {
    const fresh = this.options.traffic.takeAnswers(this.options.channel);
    this.answers += fresh;
    return fresh;
  }
}
