import { suite } from './suite.ts';

/** The operator's commands, within the process and as processes of their own, on the embedded database. */
export default suite({ include: ['test/cli/**/*.test.ts'], exclude: ['test/**/*.{postgres,signature}.test.ts'] });
