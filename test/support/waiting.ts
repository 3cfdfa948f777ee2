import { expect } from 'vitest';
import type { Db } from '../../src/storage/db.ts';

/** Resolves when at least so many statements of a PostgreSQL database wait for what somebody else holds. */
export const untilWaiting = (db: Db, statements = 1): Promise<void> =>
  expect
    .poll(async () => {
      const waiting = await db.$queryRaw<readonly unknown[]>`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return waiting.length;
    })
    .toBeGreaterThanOrEqual(statements);
