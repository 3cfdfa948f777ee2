import { defineConfig } from 'vitest/config';

process.env['TEST_DATABASE'] = 'postgres';

/** What touches the database, once more on a PostgreSQL at TEST_DATABASE_URL (default: 127.0.0.1:5432, role root). */
export default defineConfig({
  test: {
    include: ['test/{storage,conversation,privacy,wall}/**/*.test.ts', 'test/**/*.postgres.test.ts'],
    exclude: ['**/*.{pglite,goldens,faults}.test.ts', '**/node_modules/**'],
    globalSetup: ['test/support/database-setup.ts'],
    setupFiles: ['test/support/no-network.ts'],
    pool: 'forks',
    // Vitest leaves a core to itself; with two that would be half the machine.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
