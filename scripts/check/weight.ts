/** What takes long to load is loaded by whoever needs it, no earlier: a service without WhatsApp has no use for Baileys. */
import { dirname, join, normalize } from 'node:path';
import { filesOf } from './files.ts';

/** Each takes a tenth of a second or more, and tens of megabytes. */
const HEAVY = /^(@whiskeysockets\/baileys|@signpdf\/\w+|fontkit|pdfkit|piscina|sharp)(\/|$)/;
const ENTRY = 'src/main.ts';

/** Imports that are there at run time; those by `import()` come later, and those of types alone never. */
const IMPORT = /^(?:import|export)\s+(?!type\b)[^'";]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'/gmu;

/** One line for each way from the service's first file to something heavy: the last file of it, which ought to wait. */
export function weightFaults(): readonly string[] {
  const texts = new Map(filesOf('src/**/*.ts').map(({ path, text }) => [path, text]));
  const faults: string[] = [];
  const seen = new Set([ENTRY]);
  // A set that grows while it is gone through goes on with what was added.
  for (const path of seen) {
    for (const [, named = '', bare = ''] of texts.get(path)?.matchAll(IMPORT) ?? []) {
      const target = named || bare;
      if (HEAVY.test(target)) faults.push(`${path}: loads ${target} whenever the service starts`);
      else if (target.startsWith('.')) seen.add(normalize(join(dirname(path), target)));
    }
  }
  return faults;
}
