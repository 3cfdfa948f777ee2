/** Files that are written once, whole or not at all, whoever comes first; and that can be destroyed. */
import { randomBytes, randomUUID } from 'node:crypto';
import { chown, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** The folder, made if need be, that only the service may enter. */
export async function privateFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  return path;
}

/**
 * The content of a file; when there is none it is made, with mode 600. A second process that made one at the same moment
 * gets what the first one kept: a link is refused where the name is taken.
 */
export async function keep(path: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const known = await readIfThere(path);
  if (known) return known;
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeNew(draft, await make());
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path);
}

async function writeNew(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Puts other content in the place of a file's, whole or not at all. It stays whose it was, also when root does it. */
export async function replaceFile(path: string, bytes: Buffer): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const { uid, gid } = await stat(path);
    await writeNew(draft, bytes);
    await chown(draft, uid, gid);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** The files of a folder that end so, by name without the ending. Empty when there is no folder. */
export async function listKept(folder: string, ending: string): Promise<{ name: string; bytes: Buffer }[]> {
  const names = await namesIn(folder);
  return Promise.all(
    names
      .filter((name) => name.endsWith(ending))
      .map(async (name) => ({ name: basename(name, ending), bytes: await readFile(join(folder, name)) })),
  );
}

/** The names in a folder. Empty when there is none. */
export const namesIn = async (folder: string): Promise<string[]> => (await ifThere(readdir(folder))) ?? [];

/** The content of a file; `undefined` when there is none. */
export const readIfThere = (path: string): Promise<Buffer | undefined> => ifThere(readFile(path));

/**
 * Takes a file away for good: its name first, so that nobody reads half of it; its bytes, on the disk and not only in the
 * cache; then the file. Processes that destroy the same one at the same time do not disturb each other.
 */
export async function destroyFile(path: string): Promise<void> {
  const file = await ifThere(open(path, 'r+'));
  if (!file) return;
  const doomed = `${path}.${randomUUID()}`;
  try {
    await ifThere(rename(path, doomed));
    const { size } = await file.stat();
    await file.writeFile(randomBytes(size));
    await file.sync();
  } finally {
    await file.close();
  }
  await rm(doomed, { force: true });
}

async function ifThere<T>(done: Promise<T>): Promise<T | undefined> {
  try {
    return await done;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
