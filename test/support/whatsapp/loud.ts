/**
 * `node --import …/loud.ts`: each time libsignal prints, whether anything comes of it or not, `libsignal prints` is written to the
 * errors first. Only who knows that it would have printed knows that it was silenced.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const THEIRS = /\/node_modules\/libsignal\/src\/\w+\.js$/;

registerHooks({
  load: (url, context, next) => {
    if (!THEIRS.test(url)) return next(url, context);
    const written = readFileSync(fileURLToPath(url), 'utf8');
    const source = written.replaceAll(
      /\bconsole\.(?=\w+\()/g,
      "(process.stderr.write('libsignal prints\\n'), console).",
    );
    return { format: 'commonjs', source, shortCircuit: true };
  },
});
