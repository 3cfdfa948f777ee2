import { suite, THOROUGH } from './suite.ts';

/** The embedded database and its folder: what becomes of them, and that nobody is to be found in what was written there. */
export default suite({
  ...THOROUGH,
  include: ['test/**/*.pglite.test.ts', 'test/privacy/**/*.test.ts'],
  exclude: ['test/**/*.postgres.test.ts'],
});
