/** PGlite behind Prisma's driver adapter, with two repairs to the adapter that an exact bookkeeping needs, and one for speed. */
import { existsSync, mkdirSync, openAsBlob, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import {
  messages,
  PGlite,
  type PGliteOptions,
  type Transaction as PGliteTransaction,
  type QueryOptions,
  type Results,
  types,
} from '@electric-sql/pglite';
import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

/** Pages that PostgreSQL keeps in memory; it fills 128 MB with nothing when it is not told, and the files' own cache holds more. */
const SHARED_BUFFERS = '32MB';

/** Bytes go in and come out as hexadecimal digits, which the libraries write and read one by one, thirty times as slowly. */
const withBytes = (options: QueryOptions = {}): QueryOptions => ({
  ...options,
  parsers: { ...options.parsers, [types.BYTEA]: (text: string) => new Uint8Array(Buffer.from(text.slice(2), 'hex')) },
  serializers: {
    ...options.serializers,
    [types.BYTEA]: (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString('hex')}`,
  },
});

const bytewise = (tx: PGliteTransaction): PGliteTransaction =>
  new Proxy(tx, {
    get: (_, name) =>
      name === 'query'
        ? (query: string, params?: unknown[], options?: QueryOptions) => tx.query(query, params, withBytes(options))
        : Reflect.get(tx, name),
  });

/** PGlite that remembers how its latest transaction ends: the adapter drops the error of a failed COMMIT. */
export class Embedded extends PGlite {
  latest: Promise<unknown> = Promise.resolve();

  /** @param options `dataDir`: where it lies; without, in memory */
  constructor(options: Pick<PGliteOptions, 'dataDir' | 'loadDataDir'> = {}) {
    super({ ...options, startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`] });
  }

  override query<T>(query: string, params?: unknown[], options?: QueryOptions): Promise<Results<T>> {
    return super.query<T>(query, params, withBytes(options));
  }

  override transaction<T>(work: (tx: PGliteTransaction) => Promise<T>): Promise<T> {
    const ending = super.transaction((tx) => work(bytewise(tx)));
    this.latest = ending;
    return ending;
  }
}

/** Written into the folder when its first start came to an end. */
const COMPLETE = 'ikrar.complete';

/**
 * Opens the embedded database of a folder, making it when there is none. The caller holds the folder's lock.
 * A folder whose making was interrupted holds nothing yet and cannot be opened: it is put aside.
 */
export async function openEmbedded(folder: string): Promise<Embedded> {
  compileSparingly();
  const mark = join(folder, COMPLETE);
  if (existsSync(folder) && !existsSync(mark)) renameSync(folder, `${folder}.interrupted-${Date.now()}`);
  const empty = existsSync(folder) ? undefined : await emptyDatabase();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new Embedded({ dataDir: folder, ...(empty ? { loadDataDir: empty } : {}) });
  await database.waitReady;
  if (!existsSync(mark)) writeFileSync(mark, '');
  return database;
}

/** Installing makes one (scripts/prepare.mjs); without it PGlite makes its own, at twice the memory. */
async function emptyDatabase(): Promise<Blob | undefined> {
  const file = new URL('../../dist/empty-database.tgz', import.meta.url);
  return existsSync(file) ? openAsBlob(file) : undefined;
}

/**
 * Keeps V8 from optimising WebAssembly. One function of PostgreSQL is so large that optimising it takes 600 MB and some
 * seconds of CPU each time a server starts; without it a server peaks at 330 MB instead of 880, and queries are as fast.
 */
function compileSparingly(): void {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}

/** The driver adapter of an embedded database. Closing the database is left to whoever opened it. */
export class EmbeddedAdapter implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = 'pglite';
  private readonly database: Embedded;

  constructor(database: Embedded) {
    this.database = database;
  }

  async connect(): Promise<SqlDriverAdapter> {
    const { database } = this;
    const inner = await new PrismaPGlite(database).connect();
    const start = inner.startTransaction.bind(inner);
    return Object.assign(inner, {
      startTransaction: (level?: IsolationLevel) => begin(database, start, level),
      // The adapter's own neither waits for the script nor tells when it fails.
      executeScript: async (script: string) => {
        await database.exec(script).catch(rethrow);
      },
    });
  }

  /** A second, empty database, on which the schema engine plays the migrations through. */
  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const shadow = new Embedded();
    await shadow.waitReady;
    const adapter = await new EmbeddedAdapter(shadow).connect();
    return Object.assign(adapter, { dispose: () => shadow.close() });
  }
}

async function begin(
  database: Embedded,
  start: () => Promise<Transaction>,
  level: IsolationLevel | undefined,
): Promise<Transaction> {
  const starting = start();
  const ending = database.latest; // begun by the call above, before anything else could begin
  const transaction = await starting;
  // The adapter would set the level before BEGIN, where it says nothing.
  if (level) await transaction.executeRaw({ sql: `SET TRANSACTION ISOLATION LEVEL ${level}`, args: [], argTypes: [] });
  const commit = transaction.commit.bind(transaction);
  return Object.assign(transaction, {
    commit: async () => {
      await commit();
      await ending.catch(rethrow);
    },
  });
}

/** Errors of the database in the form Prisma knows. */
function rethrow(error: unknown): never {
  if (!(error instanceof messages.DatabaseError)) throw error;
  throw new DriverAdapterError({
    kind: 'postgres',
    code: error.code ?? '',
    severity: error.severity ?? '',
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  });
}
