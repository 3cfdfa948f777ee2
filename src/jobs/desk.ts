/** The jobs of the report side: errands, the sweep of the intake, news of letters, WhatsApp's copies, and what is kept too long. */

import type { Unasked } from '../conversation/unasked.ts';
import { text } from '../domain/message.ts';
import type { Effect } from '../engine/types.ts';
import type { Logger } from '../log.ts';
import type { EpochKeys } from '../secrecy/epoch.ts';
import { takeUnannounced } from '../storage/mailbox.ts';
import type { Retention } from '../storage/retention.ts';
import { sweepIntake } from '../storage/sweeping.ts';
import { tidyUp } from '../storage/tidying.ts';
import { forgetCopies } from '../storage/whatsapp-copies.ts';
import { Errands } from './errands.ts';
import type { FetchMeans } from './fetch-evidence.ts';
import { repeat } from './repeat.ts';

export interface DeskJobsOptions extends Omit<FetchMeans, 'epoch' | 'living' | 'now'> {
  readonly epochs: EpochKeys;
  readonly unasked: Pick<Unasked, 'tell'>;
  readonly retention: Retention;
  readonly log: Logger;
}

const LOOK_MS = 10_000;
const MINUTE = 60_000;
const TIDY_EVERY = 10 * MINUTE;
/** What is kept for a day ends with a full hour, and is to be gone with it. */
const untilTidy = (): number => TIDY_EVERY - (Date.now() % TIDY_EVERY);

export interface DeskJobs {
  /** Turns have changed something that asks for more. */
  nudge(effects: readonly Effect[]): void;
  stop(): Promise<void>;
}

/** Starts the jobs. Each may run in several processes at once: rows are claimed, and what is done is done once. */
export function startDeskJobs(options: DeskJobsOptions): DeskJobs {
  const { db, keys, epochs, unasked, retention, log } = options;
  const now = Date.now;
  const living = () => epochs.living(now());
  const errands = new Errands({ ...options, living, epoch: () => epochs.current(now()), now }, log);
  const jobs = [
    repeat('errands', LOOK_MS, async () => errands.nudge(), log),
    repeat('intake', MINUTE, () => sweep(), log),
    repeat('news', MINUTE, async () => announce(), log),
    repeat('copies', MINUTE, () => forgetCopies(db, now()), log),
    repeat('tidy', untilTidy, () => tidyUp(db, keys, epochs, retention, now()), log),
  ];
  const sweep = async (): Promise<void> => {
    const swept = await sweepIntake(db, keys, () => epochs.kept(now()), now());
    if (swept && swept.lost > 0)
      log.error(
        { items: swept.lost, givenUp: swept.givenUp },
        'what waits for the officers cannot be read with these keys: look whether EPOCH_DIR is the right folder',
      );
  };
  const announce = async (): Promise<void> => {
    const { watchers, unreadable } = await takeUnannounced(db, keys, await epochs.kept(now()));
    if (unreadable > 0)
      log.error({ watches: unreadable }, 'who wants to hear of letters cannot be read with these keys');
    for (const { language, ...address } of watchers) {
      await unasked.tell(address, language, [text('mailbox.news')]);
    }
  };
  errands.nudge();
  return {
    nudge: (effects) => {
      if (effects.some(({ type }) => type === 'evidence_sent' || type === 'trail_erased')) errands.nudge();
    },
    stop: async () => {
      await Promise.all(jobs.map((stop) => stop()));
      await errands.stop();
    },
  };
}
