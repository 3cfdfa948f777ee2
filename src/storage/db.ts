/** Storage's one door: the Prisma client over PGlite or PostgreSQL, as the rest of the house passes it around. */
import { join, resolve } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { createLog, type Logger } from '../log.ts';
import type { Prisma } from './generated/client.ts';
import { PrismaClient } from './generated/client.ts';
import { type Lock, LockedError, type Role, takeLock } from './lock.ts';
import { MigrationError, migrate, pendingMigrations } from './migrate.ts';
import { postgresAdapter, ScriptAdapter } from './postgres.ts';
import { serveSocket, socketAnswers, socketPath } from './socket.ts';

/** The root client, or the client of a transaction: repositories take either. */
export type Db = Prisma.TransactionClient;
export { PrismaClient };

export interface Database {
  /**
   * Inside one of its transactions use the transaction's client only: on PGlite the root client would wait for the
   * transaction to end.
   */
  readonly db: PrismaClient;
  readonly kind: 'pglite' | 'postgres';
  /** How a queue reaches the same database; a command has no use for it. */
  readonly queue?: QueueDatabase;
  close(): Promise<void>;
}

/** A server to connect to, or the embedded database itself. */
export type QueueDatabase = { readonly url: string } | { readonly embedded: PGlite };

export interface DatabaseOptions {
  /** PostgreSQL's URL; without it PGlite keeps the data in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  /** A command goes through a running server's socket when the folder is taken; a server never does. */
  readonly role?: Role;
  readonly log?: Logger;
}

/** Connections of one process. PostgreSQL allows a hundred by default, and a group of turns uses one. */
const POOL = 10;
/** How long a command waits for a server that is just starting or stopping, or for another command. */
const PATIENCE = 20_000;

/**
 * Opens the database and brings it up to the schema.
 *
 * @throws LockedError when another server, or for too long a command, has the data folder
 * @throws MigrationError when the schema cannot be brought up to date
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const log = options.log ?? createLog('warn');
  const { databaseUrl, dataDir, role = 'server' } = options;
  if (databaseUrl !== undefined) return openPostgres(databaseUrl, log);
  const way = await wayIn(dataDir, role);
  return way === 'socket' ? openSocket(dataDir, log) : openFolder(dataDir, role, way, log);
}

async function openPostgres(url: string, log: Logger): Promise<Database> {
  await migrate(new ScriptAdapter({ url }), { alone: false });
  const db = client(postgresAdapter({ url }, POOL, log));
  return { db, kind: 'postgres', queue: { url }, close: () => db.$disconnect() };
}

async function openFolder(dataDir: string, role: Role, lock: Lock, log: Logger): Promise<Database> {
  try {
    // Some 30 MB of WebAssembly that a server with PostgreSQL has no use for.
    const { EmbeddedAdapter, openEmbedded } = await import('./embedded.ts');
    const embedded = await openEmbedded(join(dataDir, 'pglite'));
    const adapter = new EmbeddedAdapter(embedded);
    await migrate(adapter, { alone: true });
    const closeSocket = role === 'server' ? await serveSocket(embedded, dataDir, log) : undefined;
    const db = client(adapter);
    return {
      db,
      kind: 'pglite',
      queue: { embedded },
      async close() {
        await closeSocket?.();
        await db.$disconnect();
        await embedded.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openSocket(dataDir: string, log: Logger): Promise<Database> {
  // One connection: the server has but one session to share, and a second would only wait for the first.
  // The driver takes a host for a folder only when it begins with a slash; `data`, the default, would be a name to look up.
  const adapter = postgresAdapter({ folder: resolve(dataDir) }, 1, log);
  const probe = await adapter.connect();
  const pending = await pendingMigrations(probe).finally(() => probe.dispose());
  if (pending.length > 0) throw new MigrationError('server');
  const db = client(adapter);
  return { db, kind: 'pglite', close: () => db.$disconnect() };
}

/** The folder's lock, or, for a command, the socket of the server that holds it. */
async function wayIn(dataDir: string, role: Role): Promise<Lock | 'socket'> {
  const path = socketPath(dataDir);
  for (const deadline = Date.now() + PATIENCE; ; ) {
    try {
      return takeLock(dataDir, role);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      if (role === 'command' && (await socketAnswers(path))) return 'socket';
      const passing = role === 'command' || error.owner?.role !== 'server';
      if (!passing || Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const client = (adapter: SqlDriverAdapterFactory): PrismaClient =>
  new PrismaClient({
    adapter,
    // Without the query and its values, which an error would otherwise carry into the log.
    errorFormat: 'minimal',
    // A command's transaction waits for the server's turns, and they for it.
    transactionOptions: { maxWait: 20_000, timeout: 60_000 },
  });
