import { defineConfig } from 'vitest/config';

/** What other programs say of our signatures and seals: `pdfsig` (poppler-utils), `openssl` and `age`. Fails without them. */
export default defineConfig({
  test: {
    include: ['test/**/*.signature.test.ts'],
    setupFiles: ['test/support/no-network.ts'],
    pool: 'forks',
    testTimeout: 60_000,
  },
});
