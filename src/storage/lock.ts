/** One process at a time in a data folder: two that open the same embedded database would destroy it. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What a process does with the folder: a server stays and lets commands in, a command is soon gone. */
export type Role = 'server' | 'command';

/** Who holds a folder, as it wrote down itself. */
export interface Owner {
  readonly pid: number;
  readonly role: Role;
}

/** Another process works in the data folder. `owner` is absent while that process is just beginning or ending. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  readonly owner: Owner | undefined;
  constructor(dataDir: string, owner: Owner | undefined) {
    super(`${dataDir} is in use by ${owner ? `process ${owner.pid} (${owner.role})` : 'another process'}`);
    this.owner = owner;
  }
}

export interface Lock {
  release(): void;
}

/** SQLite's result code for «somebody else holds it» (https://sqlite.org/rescode.html#busy). */
const SQLITE_BUSY = 5;

/**
 * Takes the folder, making it when there is none.
 *
 * The lock is one of the kernel's, held through an (empty) SQLite file: it is gone the moment its process is, however that
 * ended, so that there is no stale lock to recognise and no race in taking it over; pids are for people to read. It also
 * holds between containers that share the folder, where a pid says nothing.
 *
 * @throws LockedError when another process has it
 */
export function takeLock(dataDir: string, role: Role): Lock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(dataDir, 'lock'), { timeout: 0 });
  try {
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if (!isBusy(error)) throw error;
    throw new LockedError(dataDir, readOwner(dataDir));
  }
  const note = join(dataDir, 'owner');
  writeFileSync(note, JSON.stringify({ pid: process.pid, role } satisfies Owner), { mode: 0o600 });
  return {
    release() {
      if (!file.isOpen) return;
      rmSync(note, { force: true });
      file.close();
    },
  };
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;

/** Reads who holds the folder; `undefined` when that is not (yet, or any longer) written down. */
function readOwner(dataDir: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(dataDir, 'owner'), 'utf8'));
    return isOwner(owner) ? owner : undefined;
  } catch (error) {
    // Half written, or just removed: the holder is about to change.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
}

const isOwner = (value: unknown): value is Owner =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'role' in value &&
  (value.role === 'server' || value.role === 'command');
