import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Path (from the root) and text of the files a pattern names, generated code aside. */
export const filesOf = (pattern: string): readonly { path: string; text: string }[] =>
  globSync(pattern, { cwd: ROOT, exclude: ['src/storage/generated/**'] })
    .sort()
    .map((path) => ({ path, text: readFileSync(`${ROOT}/${path}`, 'utf8') }));
