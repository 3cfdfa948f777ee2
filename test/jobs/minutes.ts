/** The jobs of the report side as `main.ts` starts them, on a clock that is set and goes on by minutes. */
import { readdir } from 'node:fs/promises';
import { vi } from 'vitest';
import { createExaminer } from '../../src/evidence/examiner.ts';
import { startDeskJobs } from '../../src/jobs/desk.ts';
import { createLog } from '../../src/log.ts';
import type { Keys } from '../../src/secrecy/keys.ts';
import type { Retention } from '../../src/storage/retention.ts';
import { type Hours, openHours } from '../storage/hours.ts';
import { KEYS } from '../support/roster-rows.ts';
import { NOON } from '../support/world.ts';

const MINUTE = 60_000;
/** More than the longest job has statements and looks at files one after the other. */
const STEPS = 16;
/** Nothing is erased by its age. */
const FOR_EVER: Retention = { unproven: 3650, closed: 3650, open: 3650 };

export interface Minutes extends Hours {
  /** A minute goes by, and whatever was due in it is done. */
  pass(): Promise<void>;
}

export interface MinutesOptions {
  /** A database with the folder of its keys, and the root; else new ones. */
  readonly given?: { readonly hours: Hours; readonly keys: Keys };
  /** Where the clock stands until minutes pass. */
  readonly now?: number;
}

/** Starts the jobs on a database. */
export async function openMinutes({ given, now = NOON }: MinutesOptions = {}): Promise<Minutes> {
  const { hours, keys } = given ?? { hours: await openHours(), keys: KEYS };
  const { db } = hours.database;
  const log = createLog('silent');
  const examiner = createExaminer({ log });
  vi.useFakeTimers({ now, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const jobs = startDeskJobs({
    db,
    keys,
    epochs: hours.epochs,
    channel: () => undefined,
    receive: async () => undefined,
    unasked: { tell: async () => undefined },
    retention: FOR_EVER,
    examiner,
    log,
  });
  // The embedded database does one thing at a time, in order: each question waits for what a job has just asked. So it is, near
  // enough, with files.
  const settle = async (): Promise<void> => {
    for (let step = 0; step < STEPS; step += 1) {
      await db.$queryRaw`SELECT 1`;
      await readdir('.');
    }
  };
  await settle();
  return {
    ...hours,
    pass: async () => {
      vi.advanceTimersByTime(MINUTE);
      await settle();
    },
    close: async () => {
      vi.useRealTimers();
      await jobs.stop();
      await examiner.close();
      await hours.close();
    },
  };
}
