/** Every word of the conversations is seen by somebody: a message that no golden conversation shows was never looked at. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = new URL('../transcripts/rendered/', import.meta.url);
const CONVERSATIONS = ['engine', 'filing', 'mailbox', 'menu', 'pledge', 'report', 'settings', 'status'];
/** Said within other messages. */
const PARTS = /^(?:removed_|part_|status_|category_\w+_about$)/;

const goldens = (language: string): string =>
  readdirSync(FOLDER)
    .filter((name) => name.includes(`.${language}.`))
    .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
    .join('\n');

function wordsOf(language: string, file: string): readonly [key: string, words: string][] {
  const read: Record<string, string> = JSON.parse(
    readFileSync(new URL(`../../locales/${language}/${file}.json`, import.meta.url), 'utf8'),
  );
  // Lists of what may be typed are not said.
  return Object.entries(read).filter(([key]) => !key.endsWith('_words'));
}

/** A whole line, button, key or numbered choice of these words; anything in place of a value. */
function asShown(key: string, words: string): RegExp {
  const line = (text: string): string =>
    text
      .replace(/<[^>]+>/g, '')
      .split(/\{\{\w+\}\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^]+?');
  const paragraph = words.split('\n').map(line).join('\n> ?');
  if (PARTS.test(key)) return new RegExp(`^> .*${paragraph}`, 'm');
  return new RegExp(`^> ${paragraph}$|\\[${paragraph}\\]|^> \\d+\\. ${paragraph}$`, 'm');
}

test.each(['id', 'en'])('every message in %s stands in a golden conversation', (language) => {
  const shown = goldens(language);
  const unseen = CONVERSATIONS.flatMap((file) =>
    wordsOf(language, file)
      .filter(([key, words]) => !asShown(key, words).test(shown))
      .map(([key]) => `${file}.${key}`),
  );
  expect(unseen).toEqual([]);
});
