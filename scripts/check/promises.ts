import { existsSync } from 'node:fs';
import { filesOf, ROOT } from './files.ts';

/** What the documents promise names the test that holds it: each is there, under that name. */
export const promiseFaults = (): readonly string[] =>
  filesOf('docs/*.md').flatMap(({ path, text }) =>
    [...text.matchAll(/`(test\/[^`]+)`/g)].flatMap(([, test = '']) =>
      existsSync(`${ROOT}${test}`) ? [] : [`${path}: there is no ${test}`],
    ),
  );
