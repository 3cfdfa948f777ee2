import { ONE_BY_ONE, suite } from './suite.ts';

process.env['TEST_DATABASE'] = 'postgres';

/** The bot as a process that is killed, cut off and badly started, on PGlite and on the PostgreSQL of the postgres suite. */
export default suite({ ...ONE_BY_ONE, include: ['test/**/*.faults.test.ts'] });
