import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { openDatabase } from '../../src/storage/db.ts';
import { remindersWork } from './reminders.ts';

// The first start of a database takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Commands reach the database through this process's socket, as they do a running server's. */
remindersWork(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ikrar-'));
  const database = await openDatabase({ dataDir });
  const close = async (): Promise<void> => {
    await database.close();
    await rm(dataDir, { recursive: true });
  };
  return { database: { ...database, close }, settings: { DATA_DIR: dataDir } };
});
