/**
 * Who works with the keys of this database: a lease for each process, so that the root secret is not replaced under anybody. It
 * is told in the database, since nothing else is common to all of them: no list of connections tells it behind a pooler, or
 * where the URL names the connection.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';
import type { Keys } from '../secrecy/keys.ts';
import { SealError } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { acquireLease, renewLease } from './lease.ts';
import { openKeys } from './root.ts';

const PREFIX = 'at work: ';
/** How long a process that was killed is still taken for one at work. */
const TTL_MS = 60_000;
const RENEW_MS = 20_000;

export interface Presence {
  readonly keys: Keys;
  /** Says once more that this process is at work; by itself it does so in time. */
  renew(): Promise<void>;
  /** The process works with the keys no longer. */
  leave(): Promise<void>;
}

export interface PresenceOptions {
  readonly log: Logger;
  /** The root was replaced while nobody could see that this process is at work: nothing more may be written with its keys. */
  readonly overtaken: () => void;
}

/**
 * Says that this process is at work, until it leaves or dies, and then takes the keys: in this order, so that whoever replaces the
 * root sees it, or it gets the new one.
 *
 * @throws SealError when the database was written with another root
 */
export async function enter(db: Db, secret: string, { log, overtaken }: PresenceOptions): Promise<Presence> {
  await forgetStalled(db);
  const id = randomUUID();
  const lease = { name: `${PREFIX}${id}`, holder: id };
  const leave = async (): Promise<void> => {
    await db.lease.deleteMany({ where: { name: lease.name } });
  };
  const comeIn = async (): Promise<Keys> => {
    await acquireLease(db, lease, TTL_MS);
    const keys = await openKeys(db, secret);
    // Where it ran out meanwhile, and somebody has seen to that, the root may have been replaced behind us.
    return (await renewLease(db, lease, TTL_MS)) ? keys : comeIn();
  };
  const keys = await comeIn().catch(async (error: unknown) => {
    await leave();
    throw error;
  });
  let isIn = true;
  const renew = async (): Promise<void> => {
    // It ran out, as where a machine stood still, and somebody has seen to that. Until it is known which root it is, we are not in.
    isIn &&= await renewLease(db, lease, TTL_MS);
    if (isIn) return;
    await comeIn();
    isIn = true;
  };
  let renewal: Promise<void> | undefined;
  const tried = (): Promise<void> =>
    renew().catch((error: unknown) => {
      log.warn({ err: error }, 'the database was not told that we are at work');
      if (error instanceof SealError) overtaken();
    });
  const timer = setInterval(() => {
    renewal ??= tried().finally(() => {
      renewal = undefined;
    });
  }, RENEW_MS);
  timer.unref();
  return {
    keys,
    renew: tried,
    leave: async () => {
      clearInterval(timer);
      await renewal;
      await leave().catch((error: unknown) => log.warn({ err: error }, 'the database was not told that we are gone'));
    },
  };
}

/**
 * Forgets who was at work and cannot be seen any more: should they go on, they ask again which root it is. In one statement and at
 * one moment: whose time ends in between would be neither forgotten nor seen.
 *
 * @returns whether anybody is left, who is at work
 */
export async function forgetStalled(db: Db): Promise<boolean> {
  const [found] = await db.$queryRaw<{ left: boolean }[]>`
    WITH asked AS MATERIALIZED (SELECT clock_timestamp() AS at),
    ended AS (DELETE FROM lease USING asked WHERE starts_with(name, ${PREFIX}) AND until < asked.at RETURNING name)
    SELECT EXISTS (SELECT FROM lease WHERE starts_with(name, ${PREFIX}) AND name NOT IN (SELECT name FROM ended)) AS "left"`;
  return found?.left === true;
}
