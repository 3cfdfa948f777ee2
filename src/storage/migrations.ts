/** The migrations on disk, `prisma/migrations/<name>/migration.sql`, and the schema they add up to. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';

export const PRISMA_DIR: string = fileURLToPath(new URL('../../prisma/', import.meta.url));
export const MIGRATIONS_DIR: string = `${PRISMA_DIR}migrations`;

/** Nothing outside our schema is left to others. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

export const readSchema = (): Promise<string> => readFile(`${PRISMA_DIR}schema.prisma`, 'utf8');

/** Names of the migrations there are, in the order they apply. */
export async function migrationNames(): Promise<readonly string[]> {
  const entries = await readdir(MIGRATIONS_DIR, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** The migrations as the schema engine wants them. */
export async function readMigrations(): Promise<MigrationList> {
  const names = await migrationNames();
  return {
    baseDir: MIGRATIONS_DIR,
    lockfile: { path: 'migration_lock.toml', content: await readFile(`${MIGRATIONS_DIR}/migration_lock.toml`, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(`${MIGRATIONS_DIR}/${name}/migration.sql`, 'utf8') },
        },
      })),
    ),
  };
}
