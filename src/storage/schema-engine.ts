/** Prisma's schema engine as WebAssembly: it applies migrations and writes new ones, without the CLI's native binary. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

let loaded: Promise<void> | undefined;

/**
 * Runs `work` with an engine over a database. Loading the engine takes some 100 ms and 30 MB, so callers first make sure
 * that there is something to do.
 *
 * @param schema text of schema.prisma
 * @param database one connection at a time: the engine keeps state (a lock, settings) in its session
 */
export async function withSchemaEngine<T>(
  schema: string,
  database: SqlMigrationAwareDriverAdapterFactory,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load();
  await loaded;
  const connections: SqlDriverAdapter[] = [];
  const remembering: SqlMigrationAwareDriverAdapterFactory = {
    provider: database.provider,
    adapterName: database.adapterName,
    connectToShadowDb: () => database.connectToShadowDb(),
    connect: async () => {
      const connection = await database.connect();
      connections.push(connection);
      return connection;
    },
  };
  const adapter = bindMigrationAwareSqlAdapterFactory(remembering);
  const engine = await bindings.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await Promise.all(connections.map((connection) => connection.dispose())); // the engine leaves them open
  }
}

/** The package imports its .wasm as a module, which Node does only behind a flag: here it is put together by hand. */
async function load(): Promise<void> {
  const home = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const bytes = await readFile(join(home, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': { ...bindings, ...quietTimers() },
  });
  bindings.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start !== 'function') throw new TypeError('not the schema engine: it has no start');
  start();
}

/**
 * The engine gives the database ten seconds for its lock and never takes that timer back: a command that had long finished
 * would stay until then. The binding's name ends in a hash of the engine's version.
 */
const quietTimers = (): WebAssembly.ModuleImports =>
  Object.fromEntries(
    Object.keys(bindings)
      .filter((name) => name.startsWith('__wbg_setTimeout_'))
      .map((name) => [name, (wake: () => void, ms: number) => setTimeout(wake, ms).unref()]),
  );
