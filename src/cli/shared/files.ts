import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../../domain/message.ts';
import { Refusal } from './errors.ts';

/**
 * Reads a file an operator named.
 *
 * @throws Refusal when it does not exist, cannot be read, is no file, or has more than `most` bytes
 */
export async function readNamedFile(path: string, most: number): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > most) throw new Refusal(text('cli.file_too_large', { megabytes: Math.floor(most / 1024 / 1024) }));
    return await readFile(path);
  } catch (error) {
    throw fileRefusal(error, path);
  }
}

/** Reads a JSON file an operator named. */
export async function readJsonFile(path: string): Promise<unknown> {
  const bytes = await readNamedFile(path, 1024 * 1024);
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(text('cli.file_not_json', { path }));
  }
}

/**
 * Makes a file or a folder that nobody named: under a name of ours, or the next one that is free. Never one that is there.
 *
 * @param make makes it at a path, and throws the Refusal of {@link fileRefusal} when there is something
 * @throws Refusal
 */
export async function makeUnnamed<T>(
  { folder, stem, extension = '' }: { readonly folder: string; readonly stem: string; readonly extension?: string },
  make: (path: string) => Promise<T>,
): Promise<T> {
  for (let n = 1; ; n += 1) {
    try {
      return await make(join(folder, `${stem}${n === 1 ? '' : `-${n}`}${extension}`));
    } catch (error) {
      const isTaken = error instanceof Refusal && error.says.some(({ key }) => key === 'cli.file_exists');
      if (!isTaken || n >= MOST_NAMES) throw error;
    }
  }
}

/** Whoever has so many has another trouble. */
const MOST_NAMES = 99;

/** What the file system refused, in words; anything else as it is. */
export function fileRefusal(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'ENOENT':
      return new Refusal(text('cli.file_missing', { path }));
    case 'EACCES':
    case 'EPERM':
      return new Refusal(text('cli.file_forbidden', { path }));
    case 'EISDIR':
      return new Refusal(text('cli.file_is_folder', { path }));
    case 'EEXIST':
      return new Refusal(text('cli.file_exists', { path }));
    case 'ENOSPC':
      return new Refusal(text('cli.disk_full'));
    default:
      return error;
  }
}
