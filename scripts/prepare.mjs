// Runs after `npm ci`: writes the Prisma client, bundles the browser islands, and makes the empty database of trial mode.
// The schema engine is a download that `generate` does not need; naming any existing file keeps it from trying.
// It may run on the machine's own Node, which may be older than ours: it asks nothing newer of it before it has looked.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const prisma = `${root}node_modules/prisma/build/index.js`;
const needed = [prisma, `${root}node_modules/esbuild/package.json`, `${root}node_modules/node/package.json`];
if (!needed.every((file) => existsSync(file))) {
  process.stderr.write(
    'ikrar: this install left out the development packages, which write the database client and the pages' +
      ' (NODE_ENV=production does that). Please run: npm ci --include=dev\n',
  );
  process.exit(1);
}

const generated = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], {
  cwd: root,
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: fileURLToPath(import.meta.url),
    DATABASE_URL: 'postgresql://unused',
  },
  encoding: 'utf8',
});
if (generated.status !== 0) {
  process.stderr.write(generated.stdout + generated.stderr);
  process.exit(1);
}

const { globSync } = await import('node:fs');
const { build } = await import('esbuild');
await build({
  absWorkingDir: root,
  entryPoints: globSync('src/web/*/island.ts', { cwd: root }),
  outdir: 'dist/islands',
  outbase: 'src/web',
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2020'],
  logLevel: 'warning',
});

// Making a PostgreSQL folder anew takes PGlite 740 MB and two seconds; unpacking one takes half of both.
const { PGlite } = await import('@electric-sql/pglite');
const database = await PGlite.create();
const folder = await database.dumpDataDir('gzip');
writeFileSync(new URL('../dist/empty-database.tgz', import.meta.url), new Uint8Array(await folder.arrayBuffer()));
await database.close();
