/** When a message may go out: each at a place as far from the next as the rate says, behind answers that go out meanwhile. */
import type { ChannelName } from '../../channels/channel.ts';
import type { Traffic } from '../../conversation/traffic.ts';

/**
 * An answer takes the place of so many reminders. People write in clusters, and the platform refuses what is too much whoever
 * asked for it: what stays free behind one answer is there for the next.
 */
export const PLACES = 2;
/** How much faster than its rate goes on what was late: a place that was missed is not made up for at once. */
const CATCH_UP = 1.05;

export interface SpacingOptions {
  readonly channel: ChannelName;
  readonly traffic: Pick<Traffic, 'takeAnswers'>;
  /** Resolves after so many ms, or once it is `stopping`. */
  readonly wait: (ms: number) => Promise<void>;
  readonly stopping: AbortSignal;
  /** Called when this process steps back: else others, which do not see its answers, would take the places that it leaves. */
  readonly steppedBack: () => Promise<void>;
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
   * Waits for a place, and steps back behind answers that go out meanwhile.
   *
   * @param place ms of the process's clock
   * @param gap between two places, ms
   * @returns which place it was at last; `undefined` when there was none before `latest`
   */
  async next(place: number, gap: number, latest: number): Promise<number | undefined> {
    const { wait, stopping, steppedBack } = this.options;
    for (let at = Math.max(place, this.last + gap / CATCH_UP); at <= latest; ) {
      await wait(at - performance.now());
      if (stopping.aborted) return undefined;
      const answered = this.countAnswers();
      if (answered === 0 || gap === 0) {
        this.last = performance.now();
        return at;
      }
      at += answered * PLACES * gap;
      await steppedBack();
    }
    return undefined;
  }

  /** @returns how many went out since this was asked last */
  countAnswers(): number {
    const fresh = this.options.traffic.takeAnswers(this.options.channel);
    this.answers += fresh;
    return fresh;
  }
}
