/** The databases of the bench: made, filled with people, and dropped. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keys } from '../../src/secrecy/keys.ts';
import { openDatabase, type PrismaClient } from '../../src/storage/db.ts';
import { writeRoster } from '../../src/storage/roster.ts';
import { seedTrial } from '../../src/storage/trial.ts';
import { createUnit } from '../../src/storage/units.ts';
import { emptyPostgres } from '../support/database.ts';
import { enrolReminded } from '../support/reminding.ts';
import { roster } from './people.ts';
import { ROOT_SECRET } from './stage.ts';
import { cpuOf } from './usage.ts';

export interface BenchDatabase {
  readonly url: string;
  readonly db: PrismaClient;
  readonly version: string;
  /** CPU of the server's processes that work for this database, ms so far. */
  readonly cpu: () => Promise<number>;
  drop(): Promise<void>;
}

/** A database on PostgreSQL with an open election and, unless it is to be imported, the roster of the bench. */
export async function postgresOfBench(people: 'roster' | 'nobody' = 'roster'): Promise<BenchDatabase> {
  const { url, drop } = await emptyPostgres();
  const { db, close } = await openDatabase({ databaseUrl: url, dataDir: 'unused' });
  if (people === 'roster') await fill(db);
  const [server] = await db.$queryRaw<{ version: string }[]>`SELECT current_setting('server_version') AS version`;
  return {
    url,
    db,
    version: server?.version ?? 'unknown',
    cpu: serverCpu(db),
    drop: async () => {
      await close();
      await drop();
    },
  };
}

/** The same in a folder of the embedded database, which nobody must have open. */
export async function fillFolder(dataDir: string): Promise<void> {
  const { db, close } = await openDatabase({ dataDir, role: 'command' });
  await fill(db);
  await close();
}

async function fill(db: PrismaClient): Promise<void> {
  const keys = new Keys(ROOT_SECRET);
  const folder = await mkdtemp(join(tmpdir(), 'ikrar-bench-'));
  await seedTrial(db, keys, Date.now(), folder);
  await rm(folder, { recursive: true });
  await writeRoster(db, keys, roster());
  const unit = { id: 'bench', name: 'Bawaslu Bangku', region: 'Kota Malang', day: '2026-01-01' };
  await createUnit(db, keys, unit, { workFactor: 2 });
}

/** Sessions of other people, such as a used service has: of the usual size, under random keys. */
export async function addSessions(db: PrismaClient, count: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO session (key, version, body, recent, day)
    SELECT sha256(random()::text::bytea), 11, decode(repeat(md5(n::text), 35), 'hex'),
      decode(repeat(md5(n::text), 5), 'hex'), current_date - (n % 30)
    FROM generate_series(1, ${count}::int) AS n`;
  await db.$executeRaw`VACUUM ANALYZE session`;
  await db.$executeRaw`CHECKPOINT`;
}

/** So many on Telegram who are to be reminded today, under chats that nobody else has. */
export const reminded = ({ db }: BenchDatabase, count: number): Promise<void> =>
  enrolReminded(
    db,
    new Keys(ROOT_SECRET),
    Array.from({ length: count }, (_, n) => 8_000_000_000 + n),
  );

/** Sums up the backends of a database, also those that have ended since they were last looked at. */
function serverCpu(db: PrismaClient): () => Promise<number> {
  const known = new Map<number, number>();
  return async () => {
    const backends = await db.$queryRaw<{ pid: number }[]>`
      SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`;
    for (const { pid } of backends) known.set(pid, cpuOf(pid));
    return [...known.values()].reduce((sum, one) => sum + one, 0);
  };
}
