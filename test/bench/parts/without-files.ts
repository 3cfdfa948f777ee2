/**
 * Loaded before the service (`--import`): no certificate is drawn, and a reply that would carry one goes without it. What is
 * left is the conversation itself, which is what the echo bot can be compared with.
 */
import { registerHooks } from 'node:module';

registerHooks({
  load: (url, context, next) =>
    url.endsWith('/src/documents/certificates.ts')
      ? {
          format: 'module',
          shortCircuit: true,
          source: 'export const createCertificates = () => ({ make: async () => undefined });',
        }
      : next(url, context),
});
