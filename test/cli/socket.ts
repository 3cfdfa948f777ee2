import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/storage/db.ts';

/** A trial database that this process has open: commands reach it through its socket, as they do a running server's. */
export async function throughSocket(): Promise<{ database: Database; settings: { DATA_DIR: string } }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ikrar-'));
  const database = await openDatabase({ dataDir });
  const close = async (): Promise<void> => {
    await database.close();
    await rm(dataDir, { recursive: true });
  };
  return { database: { ...database, close }, settings: { DATA_DIR: dataDir } };
}
