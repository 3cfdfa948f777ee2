import { SHARED_PROCESSES, suite, THOROUGH } from './suite.ts';

/** The embedded database and its folder: what becomes of them, what the stores do there, and that nobody is to be found in them. */
export default suite({
  ...SHARED_PROCESSES,
  ...THOROUGH,
  include: ['test/**/*.pglite.test.ts', 'test/{privacy,storage}/**/*.test.ts'],
  exclude: ['test/**/*.postgres.test.ts'],
});
