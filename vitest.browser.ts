import { defineConfig } from 'vitest/config';

/** What people see, in the system's Chromium (CHROMIUM, default /usr/bin/chromium). Fails without one. */
export default defineConfig({
  test: {
    include: ['test/**/*.browser.test.ts'],
    globalSetup: ['test/support/database-setup.ts'],
    setupFiles: ['test/support/no-network.ts'],
    pool: 'forks',
    // Files have a bot and a browser of their own; several at a time would only wait for each other.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
