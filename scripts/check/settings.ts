import { SETTINGS } from '../../src/config.ts';
import { filesOf } from './files.ts';

/** `.env.example` tells every setting of config.ts, in the same order, and no other. */
export function settingFaults(): readonly string[] {
  const [example] = filesOf('.env.example');
  if (!example) return ['.env.example is missing'];
  const told = [...example.text.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
  return told.join() === SETTINGS.join()
    ? []
    : [`.env.example tells ${told.join(' ')}\nconfig.ts has     ${SETTINGS.join(' ')}`];
}
