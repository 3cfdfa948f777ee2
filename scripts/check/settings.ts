import { readConfig, SETTINGS } from '../../src/config.ts';
import { filesOf } from './files.ts';

/** `.env.example` tells every setting of config.ts, in the same order and no other, and the values that are not set. */
export function settingFaults(): readonly string[] {
  const [example] = filesOf('.env.example');
  if (!example) return ['.env.example is missing'];
  const told = [...example.text.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
  const names = told.map(({ name }) => name);
  if (names.join() !== SETTINGS.join()) {
    return [`.env.example tells ${names.join(' ')}\nconfig.ts has     ${SETTINGS.join(' ')}`];
  }
  const unset = new Map(Object.entries(readConfig({})));
  return told
    .filter(({ name, value }) => value !== String(unset.get(name) ?? ''))
    .map(({ name }) => `.env.example: ${name} is «${unset.get(name) ?? ''}» when it is not set`);
}
