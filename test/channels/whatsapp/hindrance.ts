/** What makes a bot wait in the database that it is on. */
import { expect } from 'vitest';
import type { PrismaClient } from '../../../src/storage/db.ts';

/** A limit, not a measure, ms. */
const LONGEST = 60_000;

/** Nothing that was sent is kept for those who ask for it again, and whoever sends waits, until the returned function is called. */
export const holdCopies = (db: PrismaClient): Promise<() => Promise<void>> => hold(db, 'whatsapp_copy');

async function hold(db: PrismaClient, table: 'whatsapp_copy'): Promise<() => Promise<void>> {
  const [held, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holding = db.$transaction(
    async (transaction) => {
      await transaction.$executeRawUnsafe(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      held.resolve();
      await over.promise;
    },
    { timeout: LONGEST },
  );
  await Promise.race([held.promise, holding]);
  return async () => {
    over.resolve();
    await holding;
  };
}

/** Resolves when what was sent waits for {@link holdCopies}. */
export const copyHeld = (db: PrismaClient): Promise<void> => held(db, 'whatsapp_copy');

const held = (db: PrismaClient, table: string): Promise<void> =>
  expect
    .poll(async () => {
      const [row] = await db.$queryRaw<{ waiting: boolean }[]>`
        SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = ${table}::regclass) AS waiting`;
      return row?.waiting;
    })
    .toBe(true);
