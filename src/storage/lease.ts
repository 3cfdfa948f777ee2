/** Leases: who of several processes may do a thing, by the database's clock, so that theirs need not agree. */
import type { Db } from './db.ts';

export interface Lease {
  readonly name: string;
  /** Names the process, not the machine: a restarted one is another holder. */
  readonly holder: string;
}

/**
 * Takes a lease that nobody holds or whose time is over; also one's own.
 *
 * @returns what the last holder left as a note, or `undefined` when somebody else holds it
 */
export async function acquireLease(
  db: Db,
  { name, holder }: Lease,
  ttlMs: number,
): Promise<{ note: string | null } | undefined> {
  const rows = await db.$queryRaw<{ note: string | null }[]>`
    INSERT INTO lease AS held (name, holder, until)
    VALUES (${name}, ${holder}, clock_timestamp() + ${ttlMs} * interval '1 millisecond')
    ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until
    WHERE held.until < clock_timestamp() OR held.holder = EXCLUDED.holder
    RETURNING note`;
  return rows[0];
}

/**
 * Holds on to a lease for another while. False when somebody else has taken it: stop at once.
 *
 * @param note replaces what a successor is told; left as it is when absent
 */
export async function renewLease(db: Db, { name, holder }: Lease, ttlMs: number, note?: string): Promise<boolean> {
  const renewed = await db.$executeRaw`
    UPDATE lease SET until = clock_timestamp() + ${ttlMs} * interval '1 millisecond', note = coalesce(${note ?? null}, note)
    WHERE name = ${name} AND holder = ${holder}`;
  return renewed === 1;
}

/** What the holder of a lease has noted; `undefined` when nobody holds it. */
export async function lookAtLease(db: Db, name: string): Promise<{ note: string | null } | undefined> {
  const rows = await db.$queryRaw<{ note: string | null }[]>`
    SELECT note FROM lease WHERE name = ${name} AND until > clock_timestamp()`;
  return rows[0];
}

/**
 * Gives a lease back, so that the next holder need not wait for its time to run out. The note stays. Whoever renews it meanwhile
 * comes too late.
 */
export async function releaseLease(db: Db, { name, holder }: Lease): Promise<void> {
  await db.$executeRaw`
    UPDATE lease SET holder = '', until = clock_timestamp() - interval '1 second' WHERE name = ${name} AND holder = ${holder}`;
}

/** Ends every lease. Right only for the sole process of a database, at its start: whoever held one is gone. */
export async function endLeases(db: Db): Promise<void> {
  await db.$executeRaw`UPDATE lease SET until = clock_timestamp() - interval '1 second'`;
}
