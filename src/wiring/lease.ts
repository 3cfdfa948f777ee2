import { randomUUID } from 'node:crypto';
import type { LeasePort } from '../channels/lease.ts';
import type { Db } from '../storage/db.ts';
import { acquireLease, releaseLease, renewLease } from '../storage/lease.ts';

/** A lease of this process: one holds it, and another takes over when that is gone. */
export function leaseOf(db: Db, name: string, ttlMs: number): LeasePort & { readonly holder: string } {
  const lease = { name, holder: randomUUID() };
  return {
    holder: lease.holder,
    lastsMs: ttlMs,
    acquire: async () => (await acquireLease(db, lease, ttlMs)) !== undefined,
    renew: (note) => renewLease(db, lease, ttlMs, note),
    release: () => releaseLease(db, lease),
  };
}
