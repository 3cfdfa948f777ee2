import { SHARED_PROCESSES, suite, THOROUGH } from './suite.ts';

/** The embedded database and its folder: what becomes of them, what the stores do there, and that nobody is to be found in them. */
export default suite({
  ...SHARED_PROCESSES,
  ...THOROUGH,
  include: [
    'test/**/*.pglite.test.ts',
    'test/{privacy,storage}/**/*.test.ts',
    // The only walls whose files are ours to read: those of a server are not.
    'test/wall/{wall,web}.test.ts',
  ],
  exclude: ['test/**/*.postgres.test.ts'],
});
