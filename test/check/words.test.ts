/** The check of the words finds what it is for, in a house with little in it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { wordFaults } from '../../scripts/check/words.ts';

const WORDS = { title: 'Judul', good: 'Asli', good_title: 'Asli!', bad: 'Palsu', bad_title: 'Palsu!' };

/** Faults of a house with these words in `card.json` and this code. */
async function faults(words: Readonly<Record<string, string>>, code: string): Promise<readonly string[]> {
  const root = `${await mkdtemp(join(tmpdir(), 'ikrar-words-'))}/`;
  onTestFinished(() => rm(root, { recursive: true }));
  for (const folder of ['locales/id', 'src']) await mkdir(root + folder, { recursive: true });
  await writeFile(`${root}locales/id/card.json`, JSON.stringify(words));
  await writeFile(`${root}src/card.ts`, code);
  await writeFile(`${root}tsconfig.json`, JSON.stringify({ compilerOptions: { strict: true }, include: ['src'] }));
  return wordFaults(root);
}

const CARD = `
  type Verdict = 'good' | 'bad';
  declare const say: (key: string) => void;
  say('card.title');
  export const card = (verdict: Verdict) => say(\`card.\${verdict}\`);
  export const heading = <V extends Verdict>(verdict: V) => say(\`card.\${verdict}_title\`);`;

test('a key put together from parts is each that it can be', async () => {
  expect(await faults(WORDS, CARD)).toEqual([]);
});

test.each(['odd', 'odd_title', 'title_good'])('and no other of the same file: %s', async (key) => {
  expect(await faults({ ...WORDS, [key]: 'x' }, CARD)).toEqual([`locales: card.${key} is not used`]);
});

test('nor one that only a comment names', async () => {
  expect(await faults({ ...WORDS, odd: 'x' }, `${CARD} // 'card.odd'`)).toEqual(['locales: card.odd is not used']);
});

test('a key that has no words, whole or put together', async () => {
  const { bad: _, title: __, ...words } = WORDS;
  expect(await faults(words, CARD)).toEqual([
    'src/card.ts: card.title has no words',
    'src/card.ts: card.bad has no words',
  ]);
});

test('a key of which a part may be any text', async () => {
  const any = 'export const any = (what: string) => `card.${' + 'what}_title`;';
  expect(await faults(WORDS, CARD + any)).toEqual([expect.stringMatching(/^src\/card\.ts: `card\..* may be any key/)]);
});
