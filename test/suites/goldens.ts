import { SHARED_PROCESSES, suite } from './suite.ts';

/** Every golden conversation as it looks on every channel, in every language. `-- -u` writes them: read them before you keep them. */
export default suite({ ...SHARED_PROCESSES, include: ['test/**/*.goldens.test.ts'] });
