import { readFile, stat } from 'node:fs/promises';
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
