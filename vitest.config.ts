import { defineConfig } from 'vitest/config';

/** The unit suite: no server, no browser, no network but loopback. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.{postgres,goldens,browser,signature,faults}.test.ts'],
    globalSetup: ['test/support/database-setup.ts'],
    setupFiles: ['test/support/no-network.ts'],
    pool: 'forks',
    // Vitest leaves a core to itself; with two that would be half the machine.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
