import { readFileSync } from 'node:fs';

/**
 * What a process holds in memory, in bytes: `VmRSS` of /proc/<pid>/status (proc(5)).
 *
 * @returns `undefined` where there is no such file: on other systems than Linux, and once the process is gone
 */
export function residentSize(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
}
