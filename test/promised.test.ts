/** What no language may promise: the platform knows who writes, and so does whoever holds the phone of the number. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const LOCALES = fileURLToPath(new URL('../locales/', import.meta.url));
const WHOLLY = String.raw`(?:100|seratus|hundred)\s*(?:%|per\s?sen|per\s?cent|pct)`;
const ANONYMOUS = 'anon[iy]m';
const PROMISE = new RegExp(`${WHOLLY}[^.;!?]*${ANONYMOUS}|${ANONYMOUS}[^.;!?]*${WHOLLY}`, 'i');

/** As it is read: without markup, every space and every sign of percent in its plain form. */
const asRead = (words: string): string =>
  words
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .normalize('NFKC');
const promises = (words: string): boolean => PROMISE.test(asRead(words));

test.each([
  'Laporan Anda 100 % anonim.',
  '100% anonim',
  '100\u00a0% ANONIM',
  '100％ anonim',
  '<b>100</b>&nbsp;% <i>anonim</i>',
  'dijamin seratus persen anonim',
  'Anonimitas Anda 100 persen terjaga',
  '100% anonymous',
  'one hundred percent anonymous',
  'Your anonymity is 100 per cent safe',
])('is found in «%s»', (words) => {
  expect(promises(words)).toBe(true);
});

test('is in no language', () => {
  const files = readdirSync(LOCALES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  expect(files).toContain('id/filing.json');
  const said = files.flatMap((file) =>
    Object.entries<unknown>(JSON.parse(readFileSync(`${LOCALES}${file}`, 'utf8'))).map(
      ([key, words]) => [`${file} ${key}`, String(words)] as const,
    ),
  );
  expect(said.filter(([, words]) => promises(words))).toEqual([]);
});
