import { SHARED_PROCESSES, suite } from './suite.ts';

/** Files as people send them, hostile ones too, and the process of its own that cleans them. */
export default suite({ ...SHARED_PROCESSES, include: ['test/evidence/**/*.test.ts'] });
