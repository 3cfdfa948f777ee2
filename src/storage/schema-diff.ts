import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { NO_FILTERS, readMigrations, readSchema } from './migrations.ts';
import { withSchemaEngine } from './schema-engine.ts';

/**
 * The SQL that leads from the migrations to schema.prisma; `undefined` when they add up to it.
 *
 * @param database any database: the migrations are played through on its shadow
 */
export async function schemaDiff(database: SqlMigrationAwareDriverAdapterFactory): Promise<string | undefined> {
  const schema = await readSchema();
  const { exitCode, stdout } = await withSchemaEngine(schema, database, async (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...(await readMigrations()) },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: true,
      filters: NO_FILTERS,
    }),
  );
  return exitCode === 0 ? undefined : (stdout ?? undefined);
}
