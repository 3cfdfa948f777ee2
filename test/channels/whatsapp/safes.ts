/** Where a connection keeps what it remembers, on a database: for tests of what stands on it, without a connection. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LeasePort } from '../../../src/channels/lease.ts';
import { createLog } from '../../../src/log.ts';
import { EpochKeys } from '../../../src/secrecy/epoch.ts';
import { WHATSAPP_LEASE } from '../../../src/storage/whatsapp-owner.ts';
import { leaseOf } from '../../../src/wiring/lease.ts';
import { SealedSafe } from '../../../src/wiring/whatsapp-safe.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { keys } from '../../support/shell.ts';

export class Safes {
  readonly database: TestDatabase;
  private readonly epochs = mkdtempSync(join(tmpdir(), 'ikrar-epochs-'));

  private constructor(database: TestDatabase) {
    this.database = database;
  }

  static async open(): Promise<Safes> {
    return new Safes(await testDatabase());
  }

  /** An empty one in the place of the last, and the lease without which nothing is written to it: ours. */
  async empty(): Promise<{ readonly safe: SealedSafe; readonly lease: LeasePort }> {
    const { db } = this.database;
    await db.whatsappKey.deleteMany();
    await db.whatsappInbox.deleteMany();
    await db.lease.deleteMany();
    const lease = leaseOf(db, WHATSAPP_LEASE, 60_000);
    await lease.acquire();
    const means = { db, keys, epochs: new EpochKeys(this.epochs, keys), log: createLog('silent') };
    return { lease, safe: new SealedSafe(means, lease.holder) };
  }

  async close(): Promise<void> {
    await this.database.close();
    rmSync(this.epochs, { recursive: true });
  }
}
