/**
 * A fresh, migrated database for a test file: PGlite in memory, or with TEST_DATABASE=postgres a database of its own on
 * a real server. Both are copies of one that `database-setup.ts` made once for the run.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createLog } from '../../src/log.ts';
import { type Database, openDatabase, PrismaClient } from '../../src/storage/db.ts';
import { Embedded, EmbeddedAdapter } from '../../src/storage/embedded.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { readMigrations } from '../../src/storage/migrations.ts';
import { postgresAdapter } from '../../src/storage/postgres.ts';

/** Where test databases are made; the role must be allowed to. */
const SERVER = process.env['TEST_DATABASE_URL'] ?? 'postgresql://root@127.0.0.1:5432/postgres';
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/ikrar/', import.meta.url));

export const onPostgres: boolean = process.env['TEST_DATABASE'] === 'postgres';

/** A database of this test file's own. `url` on PostgreSQL only, for a second process or pool. */
export type TestDatabase = Database & { readonly url?: string };

export const testDatabase = (): Promise<TestDatabase> => (onPostgres ? postgresDatabase() : embeddedDatabase());

/** PGlite restored from the snapshot: in memory, or in a folder that is empty. */
export async function embeddedDatabase(folder?: string): Promise<TestDatabase> {
  const snapshot = { loadDataDir: new Blob([await readFile(await snapshotPath())]) };
  const embedded = new Embedded(folder === undefined ? snapshot : { ...snapshot, dataDir: folder });
  const db = new PrismaClient({ adapter: new EmbeddedAdapter(embedded), errorFormat: 'minimal' });
  return {
    db,
    kind: 'pglite',
    queue: { embedded },
    async close() {
      await db.$disconnect();
      await embedded.close();
    },
  };
}

/** A database without a schema on the PostgreSQL server. `also` is run on the server, `$name` being the database. */
export async function emptyPostgres(also?: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = newName();
  await onServer(`CREATE DATABASE ${name}`);
  if (also) await onServer(also.replaceAll('$name', name));
  return { url: urlOf(name), drop: () => dropDatabase(name) };
}

/** A copy of the template on the PostgreSQL server, dropped when it is closed. */
export async function postgresDatabase(): Promise<TestDatabase & { readonly url: string }> {
  const name = newName();
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${await templateName()}`);
  const url = urlOf(name);
  const database = await openDatabase({ databaseUrl: url, dataDir: 'unused' });
  return {
    ...database,
    url,
    async close() {
      await database.close();
      await dropDatabase(name);
    },
  };
}

/** Makes the snapshot of an empty, migrated PGlite, when these migrations have none yet. */
export async function makeSnapshot(): Promise<void> {
  const path = await snapshotPath();
  if (existsSync(path)) return;
  const embedded = new Embedded();
  await migrate(new EmbeddedAdapter(embedded), { alone: true });
  const dump = await embedded.dumpDataDir('none');
  await embedded.close();
  await mkdir(CACHE, { recursive: true });
  await writeFile(`${path}.${process.pid}`, Buffer.from(await dump.arrayBuffer()));
  await rename(`${path}.${process.pid}`, path);
}

/** Makes the template database, when these migrations have none yet. */
export async function makeTemplate(): Promise<void> {
  const name = await templateName();
  const draft = `${name}_${process.pid}`;
  const known = await onServer(`SELECT 1 FROM pg_database WHERE datname = '${name}'`);
  if (known.length > 0) return;
  await onServer(`CREATE DATABASE ${draft}`);
  const database = await openDatabase({ databaseUrl: urlOf(draft), dataDir: 'unused' });
  await database.close();
  await onServer(`ALTER DATABASE ${draft} RENAME TO ${name}`);
}

const newName = (): string => `ikrar_test_${process.pid}_${randomBytes(6).toString('hex')}`;

async function dropDatabase(name: string): Promise<void> {
  await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
}

async function onServer(sql: string): Promise<unknown[][]> {
  const adapter = await postgresAdapter({ url: SERVER }, 1, createLog('silent')).connect();
  try {
    return (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows;
  } finally {
    await adapter.dispose();
  }
}

function urlOf(name: string): string {
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return url.href;
}

const snapshotPath = async (): Promise<string> => `${CACHE}pglite-${await fingerprint()}.tar`;
const templateName = async (): Promise<string> => `ikrar_template_${await fingerprint()}`;

async function fingerprint(): Promise<string> {
  const migrations = await readMigrations();
  return createHash('sha256').update(JSON.stringify(migrations.migrationDirectories)).digest('hex').slice(0, 12);
}
