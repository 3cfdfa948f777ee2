import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

type TestOptions = NonNullable<ViteUserConfig['test']>;

/** Half of what it takes to start a process of ours is to compile the same files once more. */
const NODE_COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

/** What all suites have in common: databases that are copies of one, and no network but loopback. */
export const suite = (own: TestOptions): ViteUserConfig =>
  defineConfig({
    test: {
      globalSetup: ['test/support/database-setup.ts'],
      setupFiles: ['test/support/no-network.ts'],
      env: { NODE_COMPILE_CACHE },
      pool: 'forks',
      // Vitest leaves a core to itself; with two that would be half the machine.
      maxWorkers: '100%',
      testTimeout: 30_000,
      hookTimeout: 60_000,
      expect: { poll: { timeout: 15_000 } },
      ...own,
    },
  });

/** Files share their processes: to load everything once more for each takes as long as the tests themselves. */
export const SHARED_PROCESSES: TestOptions = { isolate: false };

/** Each file starts processes of its own, and waits for them: a test may take long, and says itself when nothing moves any more. */
export const PATIENT: TestOptions = { testTimeout: 600_000, hookTimeout: 120_000 };

/** What was ever written is searched for everything that is known, by every hash: of much, that takes its time. */
export const THOROUGH: TestOptions = { testTimeout: 180_000, hookTimeout: 180_000 };
