import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export type CleanerProcess = ChildProcessByStdio<Writable, Readable, null>;

const MAIN = fileURLToPath(new URL('cleaner/main.ts', import.meta.url));

/** Pictures lie outside of this heap; what lies in it is small. */
const HEAP_MB = 64;

/**
 * Nothing of the service's own environment: its secrets are in there. libvips would put pictures of 100 MB and more, decoded,
 * into a file on their way; it shall not, and finds no place for one. Fewer arenas and threads keep its memory small.
 */
const ENVIRONMENT = {
  VIPS_DISC_THRESHOLD: '4g',
  TMPDIR: '/dev/null',
  MALLOC_ARENA_MAX: '2',
  UV_THREADPOOL_SIZE: '2',
};

/** From JavaScript the cleaner can neither write files nor start processes; decoders are machine code, hence add-ons. */
const NODE_OPTIONS = [
  `--max-old-space-size=${HEAP_MB}`,
  '--permission',
  '--allow-fs-read=*',
  '--allow-addons',
  '--allow-worker',
];

/** The shell sees to it that a decoder which crashes leaves no image of its memory on the disk, and becomes Node itself. */
const SHELL = ['-c', 'ulimit -c 0; exec "$0" "$@"'];

/** Starts a cleaner. What it would say on standard error could quote a file, so nobody listens. */
export function spawnCleaner(): CleanerProcess {
  const command = [...SHELL, process.execPath, ...NODE_OPTIONS, MAIN, String(process.pid)];
  return spawn('/bin/sh', command, { cwd: '/', env: ENVIRONMENT, stdio: ['pipe', 'pipe', 'ignore'] });
}
