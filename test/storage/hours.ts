/** A database, and the keys of hours in a folder of their own, for what is sealed under them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { KEYS } from '../support/roster-rows.ts';

export interface Hours {
  readonly database: TestDatabase;
  readonly epochs: EpochKeys;
  readonly folder: string;
  close(): Promise<void>;
}

export async function openHours(): Promise<Hours> {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'ikrar-hours-'));
  return {
    database,
    folder,
    epochs: new EpochKeys(folder, KEYS),
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}
