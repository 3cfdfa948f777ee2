import { PATIENT, suite } from './suite.ts';

process.env['TEST_DATABASE'] = 'postgres';

/** The bot as a process that is killed, cut off and badly started, on PGlite and on the PostgreSQL of the postgres suite. */
export default suite({ ...PATIENT, include: ['test/**/*.faults.test.ts'] });
