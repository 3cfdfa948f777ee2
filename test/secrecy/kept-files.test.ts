import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { destroyFile, keep, readIfThere } from '../../src/secrecy/kept-files.ts';
import { temporaryFolder } from '../documents/support.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'kept');
});
afterEach(() => folder.remove());

test('who comes second gets what the first one kept, even in the middle of making it', async () => {
  const second = await keep(path, async () => {
    expect((await keep(path, async () => Buffer.from('first'))).toString()).toBe('first');
    return Buffer.from('second');
  });
  expect(second.toString()).toBe('first');
  expect(readdirSync(folder.path)).toEqual(['kept']);
});

test('what could not be made leaves nothing behind, and says why', async () => {
  class Refused extends Error {}
  const making = keep(path, async () => {
    throw new Refused();
  });
  await expect(making).rejects.toThrow(Refused);
  expect(readdirSync(folder.path)).toEqual([]);
  expect(await readIfThere(path)).toBeUndefined();
});

test('a file is destroyed once, by whoever comes, and then it is gone', async () => {
  writeFileSync(path, 'secret');
  await Promise.all([1, 2, 3].map(() => destroyFile(path)));
  await destroyFile(path);
  expect(readdirSync(folder.path)).toEqual([]);
});

test('only the file that is named is destroyed', async () => {
  writeFileSync(path, 'secret');
  writeFileSync(`${path}.other`, 'other');
  await destroyFile(path);
  expect(readFileSync(`${path}.other`, 'utf8')).toBe('other');
});
