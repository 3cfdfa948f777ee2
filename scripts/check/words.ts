/** Every language has every word, with the same values and only our markup; every word is used, and every used one exists. */
import { readdirSync, readFileSync } from 'node:fs';
import { ROOT } from './files.ts';
import { namedKeys } from './keys.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;
const MARKUP = /^<\/?(b|i|code)>$|^<a href="[^"]*">$|^<\/a>$/;

type Words = ReadonlyMap<string, string>;

/** @param root a folder with `locales`, `src` and a tsconfig.json */
export function wordFaults(root: string = ROOT): readonly string[] {
  const languages = readdirSync(`${root}locales`);
  const all = new Map(languages.map((language) => [language, load(`${root}locales/${language}`)]));
  const indonesian = all.get('id') ?? new Map();
  return [
    ...[...all].flatMap(([language, words]) => [...compare(language, words, indonesian)]),
    ...usage(root, new Set([...indonesian.keys()].map((key) => key.replace(PLURAL, '')))),
  ];
}

function load(folder: string): Words {
  return new Map(
    readdirSync(folder).flatMap((file) =>
      Object.entries<unknown>(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))).map(
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

/** A key with these for its second half is a file's name. */
const FILE = /\.(ts|js|json|css|ttf|pdf|png|csv|xlsx|key|pem|p12|txt|html|svg|yaml)$/;

function* usage(root: string, known: ReadonlySet<string>): Generator<string> {
  const files = new Set([...known].map(fileOf));
  const used = new Set<string>();
  for (const { path, written, keys } of namedKeys(root, ['src', 'scripts'])) {
    if (!files.has(fileOf(written.replace('`', '')))) continue;
    if (keys === undefined)
      yield `${path}: ${written} may be any key: give what is put into it a type that names its values`;
    for (const key of keys ?? []) {
      used.add(key);
      if (!known.has(key) && !FILE.test(key) && path.startsWith('src/')) yield `${path}: ${key} has no words`;
    }
  }
  for (const key of known) if (!used.has(key)) yield `locales: ${key} is not used`;
}

const fileOf = (key: string): string => key.split('.')[0] ?? '';
