/** What makes the turns of a bot wait, or fail, in the database that it is on. */
import { expect } from 'vitest';
import type { PrismaClient } from '../../../src/storage/db.ts';

/** A limit, not a measure, ms. */
const LONGEST = 60_000;

/** No turn is committed until the returned function is called. */
export const holdTurns = (db: PrismaClient): Promise<() => Promise<void>> => hold(db, 'session');

/** Nothing that was sent is kept for those who ask for it again, and whoever sends waits, until the returned function is called. */
export const holdCopies = (db: PrismaClient): Promise<() => Promise<void>> => hold(db, 'whatsapp_copy');

async function hold(db: PrismaClient, table: 'session' | 'whatsapp_copy'): Promise<() => Promise<void>> {
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

/** Resolves when a turn waits for {@link holdTurns}. */
export const turnHeld = (db: PrismaClient): Promise<void> => held(db, 'session');

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

/**
 * Turns fail: of one chat all, of everybody so many, until the returned function is called.
 *
 * @returns how many have failed
 */
export async function failTurns(
  db: PrismaClient,
  which: { readonly chat: Uint8Array } | { readonly first: number },
): Promise<() => Promise<number>> {
  const fails = 'chat' in which ? `NEW.key = '\\x${Buffer.from(which.chat).toString('hex')}'` : 'true';
  const most = 'first' in which ? which.first : 1_000_000;
  // What a sequence has counted stays counted when the rest is taken back.
  await db.$executeRaw`CREATE SEQUENCE failed`;
  await db.$executeRawUnsafe(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF ${fails} AND nextval('failed') <= ${most} THEN RAISE EXCEPTION 'no room'; END IF;
      RETURN NEW;
    END $$`);
  await db.$executeRaw`CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON session FOR EACH ROW EXECUTE FUNCTION fail()`;
  return async () => {
    await db.$executeRaw`DROP TRIGGER fail ON session`;
    await db.$executeRaw`DROP FUNCTION fail`;
    // One that never counted says 1 as well.
    const [row] = await db.$queryRaw<{ count: bigint }[]>`
      SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS count FROM failed`;
    await db.$executeRaw`DROP SEQUENCE failed`;
    return Math.min(Number(row?.count ?? 0), most);
  };
}
