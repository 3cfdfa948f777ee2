import { defineConfig } from 'vitest/config';

/** Every golden conversation as it looks on every channel, in every language. `-- -u` writes them: read them before you keep them. */
export default defineConfig({
  test: {
    include: ['test/**/*.goldens.test.ts'],
    globalSetup: ['test/support/database-setup.ts'],
    setupFiles: ['test/support/no-network.ts'],
    pool: 'forks',
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
