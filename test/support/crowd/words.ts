/** What the bot says, as a test recognises it in a chat: straight from the words, so that no test knows them by heart. */
import { readFileSync } from 'node:fs';
import { type MessageKey, text } from '../../../src/domain/message.ts';
import { createI18n } from '../../../src/i18n.ts';

const i18n = createI18n({ strict: true });

/** What stands on a button. */
export const label = (key: MessageKey): string => i18n.plain('id', text(key));

/** The longest run of a message in which no value stands, after those given were put in. */
export function fragment(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  const [file = '', name = ''] = key.split('.');
  const words = new URL(`../../../locales/id/${file}.json`, import.meta.url);
  const all: Readonly<Record<string, string>> = JSON.parse(readFileSync(words, 'utf8'));
  const written = all[name] ?? all[`${name}_other`];
  if (written === undefined) throw new Error(`${key} has no words`);
  let template = written.replace(/<\/?[a-z][^>]*>/g, '');
  for (const [value, put] of Object.entries(values)) template = template.replaceAll(`{{${value}}}`, `${put}`);
  const runs = template.split(/\{\{\w+\}\}|\n/).map((run) => run.trim());
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}
