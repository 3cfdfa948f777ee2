/**
 * For `node --import`, in a child of a test: where FORMAL_REPORTS is set, that is what stands in `formal-report.json`, as if it
 * had been written anew for another law.
 */
import { registerHooks } from 'node:module';

const { FORMAL_REPORTS: written } = process.env;

if (written !== undefined) {
  registerHooks({
    load: (url, context, next) =>
      url.endsWith('/domain/formal-report.json')
        ? { format: 'json', source: written, shortCircuit: true }
        : next(url, context),
  });
}
