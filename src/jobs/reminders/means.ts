/** What sending reminders needs, and how fast it may. */
import type { Holds } from '../../conversation/holds.ts';
import type { Traffic } from '../../conversation/traffic.ts';
import type { Unasked } from '../../conversation/unasked.ts';
import type { Calendar } from '../../engine/types.ts';
import type { Logger } from '../../log.ts';
import type { Keys } from '../../secrecy/keys.ts';
import type { Db } from '../../storage/db.ts';
import type { Rate } from '../../storage/reminders/claiming.ts';
import type { Clock } from '../../storage/reminders/clock.ts';

/** How fast reminders go out on a channel. */
export interface Pace extends Rate {
  /**
   * At places of their own, each as far from the next as the rate says, which answers take before them; or whenever chance
   * wants it, whatever is answered meanwhile: so slow a rate is about what nobody asked for, and answers would use up all of it.
   */
  readonly manner: 'evenly' | 'by chance';
  /** Between two handfuls, ms: at least, and at most. */
  readonly tick: readonly [number, number];
}

export interface SendMeans {
  readonly db: Db;
  readonly keys: Keys;
  readonly calendar: () => Promise<Calendar>;
  readonly unasked: Pick<Unasked, 'send'>;
  readonly traffic: Pick<Traffic, 'takeAnswers' | 'onAnswer'>;
  readonly holds: Pick<Holds, 'look'>;
  /** Brings the plan in line with a calendar that has changed. */
  readonly replan: () => Promise<unknown>;
  readonly log: Logger;
  readonly clock: Clock;
}
