import { SHARED_PROCESSES, suite, THOROUGH } from './suite.ts';

process.env['TEST_DATABASE'] = 'postgres';

/** What touches the database, once more on a PostgreSQL at TEST_DATABASE_URL (default: 127.0.0.1:5432, role root). */
export default suite({
  ...SHARED_PROCESSES,
  ...THOROUGH,
  include: ['test/{storage,conversation,privacy,wall}/**/*.test.ts', 'test/**/*.postgres.test.ts'],
  exclude: ['**/*.{pglite,goldens,faults}.test.ts'],
});
