/** Every language has every word, with the same values and only our markup; every word is used, and every used one exists. */
import { readdirSync, readFileSync } from 'node:fs';
import { filesOf, ROOT } from './files.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;
const MARKUP = /^<\/?(b|i|code)>$|^<a href="[^"]*">$|^<\/a>$/;

type Words = ReadonlyMap<string, string>;

export function wordFaults(): readonly string[] {
  const languages = readdirSync(`${ROOT}/locales`);
  const all = new Map(languages.map((language) => [language, load(language)]));
  const indonesian = all.get('id') ?? new Map();
  return [
    ...[...all].flatMap(([language, words]) => [...compare(language, words, indonesian)]),
    ...usage(new Set([...indonesian.keys()].map((key) => key.replace(PLURAL, '')))),
  ];
}

function load(language: string): Words {
  return new Map(
    readdirSync(`${ROOT}/locales/${language}`).flatMap((file) =>
      Object.entries<unknown>(JSON.parse(readFileSync(`${ROOT}/locales/${language}/${file}`, 'utf8'))).map(
        ([key, value]): [string, string] => [`${file.slice(0, -5)}.${key}`, String(value)],
      ),
    ),
  );
}

function* compare(language: string, words: Words, indonesian: Words): Generator<string> {
  const stems = new Map([...indonesian].map(([key, text]) => [key.replace(PLURAL, ''), text]));
  const own = new Set([...words.keys()].map((key) => key.replace(PLURAL, '')));
  for (const stem of stems.keys()) if (!own.has(stem)) yield `locales/${language}: ${stem} is missing`;
  for (const [key, text] of words) {
    const model = stems.get(key.replace(PLURAL, ''));
    if (model === undefined) yield `locales/${language}: ${key} is in no other language`;
    else if (values(text) !== values(model)) yield `locales/${language}: ${key} names other values`;
    if (text.trim() === '') yield `locales/${language}: ${key} is empty`;
    for (const tag of text.match(/<[^>]*>/g) ?? []) {
      if (!MARKUP.test(tag)) yield `locales/${language}: ${key} has markup that no channel knows: ${tag}`;
    }
  }
}

const values = (text: string): string => [...new Set(text.match(/\{\{[^}]*\}\}/g) ?? [])].sort().join();

/** Keys appear in code as 'file.key', or built from a beginning: `pledge.nip_${fault}`. */
function* usage(known: ReadonlySet<string>): Generator<string> {
  const code = [...filesOf('src/**/*.ts'), ...filesOf('scripts/**/*.ts')];
  const files = new Set([...known].map((key) => key.split('.')[0]));
  const used = new Set<string>();
  const beginnings: string[] = [];
  for (const { path, text } of code) {
    for (const [, key = ''] of text.matchAll(/['"`]([a-z]+\.[a-z0-9_]+)['"`]/g)) {
      used.add(key);
      const isFile = /\.(ts|js|json|css|ttf|pdf|png|csv|xlsx|key|pem|p12|txt|html|svg|yaml)$/.test(key);
      if (files.has(key.split('.')[0]) && !known.has(key) && !isFile && path.startsWith('src/')) {
        yield `${path}: ${key} has no words`;
      }
    }
    for (const [, beginning = ''] of text.matchAll(/`([a-z]+\.[a-z0-9_]*)\$\{/g)) beginnings.push(beginning);
  }
  for (const key of known) {
    if (!used.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)))
      yield `locales: ${key} is not used`;
  }
}
