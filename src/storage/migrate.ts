/** Brings a database up to the schema at start. */
import type { SqlMigrationAwareDriverAdapterFactory, SqlQuery, SqlQueryable } from '@prisma/driver-adapter-utils';
import { migrationNames, NO_FILTERS, readMigrations, readSchema } from './migrations.ts';
import { withSchemaEngine } from './schema-engine.ts';

/**
 * Why the schema cannot be brought up to date; each has words in the file `cli` of `locales`. `half`: an earlier migration
 * began and did not end. `refused`: the database did not take one. `server`: the running server is of an older version.
 */
export type MigrationFault = 'half' | 'refused' | 'server';

/** The database cannot be used as it is. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly fault: MigrationFault;
  readonly migration: string;
  constructor(fault: MigrationFault, { migration = '', cause }: { migration?: string; cause?: unknown } = {}) {
    super(`${fault} ${migration}`.trim(), { cause });
    this.fault = fault;
    this.migration = migration;
  }
}

/** Holds back other processes that start on the same server; any number that nobody else uses will do. */
export const MIGRATION_LOCK = 4_924_727;

/**
 * Applies the migrations that are pending, and loads the schema engine only then.
 *
 * Safe when several processes start at once on one PostgreSQL: they queue behind an advisory lock that lives in a
 * transaction of its own connection, so that it is gone when its process is, also behind a pooler.
 *
 * @param alone true when nobody else can have the database open (PGlite): there is but one connection, so no lock
 * @returns the names of the migrations that were applied
 * @throws MigrationError when an earlier migration failed half-way, or one fails now
 */
export async function migrate(
  database: SqlMigrationAwareDriverAdapterFactory,
  { alone }: { alone: boolean },
): Promise<readonly string[]> {
  const adapter = await database.connect();
  try {
    if ((await pendingMigrations(adapter)).length === 0) return [];
    if (alone) return await apply(database);
    const lock = await adapter.startTransaction();
    try {
      await lock.queryRaw(statement(`SELECT 1 FROM pg_advisory_xact_lock(${MIGRATION_LOCK})`));
      return (await pendingMigrations(lock)).length === 0 ? [] : await apply(database);
    } finally {
      await lock.rollback();
    }
  } finally {
    await adapter.dispose();
  }
}

/**
 * Migrations on disk that the database has not seen. One that it has and we do not know is none of our business: a newer
 * version may be taking over.
 *
 * @throws MigrationError when one began and did not end
 */
export async function pendingMigrations(adapter: SqlQueryable): Promise<readonly string[]> {
  const names = await migrationNames();
  const table = await adapter.queryRaw(statement(`SELECT to_regclass('_prisma_migrations') IS NOT NULL`));
  if (table.rows[0]?.[0] !== true) return names;
  const { rows } = await adapter.queryRaw(
    statement(
      `SELECT migration_name, finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE rolled_back_at IS NULL
       ORDER BY migration_name`,
    ),
  );
  const failed = rows.find(([, done]) => done !== true);
  if (failed) throw new MigrationError('half', { migration: String(failed[0]) });
  const done = new Set(rows.map(([name]) => name));
  return names.filter((name) => !done.has(name));
}

async function apply(database: SqlMigrationAwareDriverAdapterFactory): Promise<readonly string[]> {
  const [schema, migrationsList] = await Promise.all([readSchema(), readMigrations()]);
  try {
    const { appliedMigrationNames } = await withSchemaEngine(schema, database, (engine) =>
      engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
    );
    return appliedMigrationNames;
  } catch (error) {
    throw new MigrationError('refused', { cause: error });
  }
}

const statement = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });
