import { defineConfig } from 'vitest/config';

process.env['TEST_DATABASE'] = 'postgres';

/** The bot as a process that is killed, cut off and badly started, on PGlite and on the PostgreSQL of the postgres suite. */
export default defineConfig({
  test: {
    include: ['test/**/*.faults.test.ts'],
    globalSetup: ['test/support/database-setup.ts'],
    setupFiles: ['test/support/no-network.ts'],
    pool: 'forks',
    // Each file has processes of its own; two machines' worth of them at a time would only wait for each other.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
