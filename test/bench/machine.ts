/** What the figures were taken on. */
import { readFileSync } from 'node:fs';
import { cpus, totalmem, type } from 'node:os';
import { z } from 'zod';

const LIBRARIES = ['grammy', 'undici', 'hono', '@hono/node-server', '@prisma/client', '@electric-sql/pglite', 'pg'];

/** Processor, cores, memory, system, Node and libraries, as lines of a report. */
export function machine(postgres: string): Readonly<Record<string, string>> {
  const processors = cpus();
  return {
    processor: `${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${type()} ${readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim()}`,
    node: process.version,
    postgresql: postgres,
    libraries: LIBRARIES.map((name) => `${name} ${versionOf(name)}`).join(', '),
  };
}

function versionOf(library: string): string {
  const file = new URL(`../../node_modules/${library}/package.json`, import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
