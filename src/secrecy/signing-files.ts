/** Files that are written once, whole or not at all, whoever comes first. */
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
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
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(await make());
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  return readFile(path);
}

/** The files of a folder that end so, by name without the ending. Empty when there is no folder. */
export async function listKept(folder: string, ending: string): Promise<{ name: string; bytes: Buffer }[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return Promise.all(
    names
      .filter((name) => name.endsWith(ending))
      .map(async (name) => ({ name: basename(name, ending), bytes: await readFile(join(folder, name)) })),
  );
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
