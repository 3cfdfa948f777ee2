import { ONE_BY_ONE, suite } from './suite.ts';

/** What people see, in the system's Chromium (CHROMIUM, default /usr/bin/chromium). Fails without one. */
export default suite({ ...ONE_BY_ONE, include: ['test/**/*.browser.test.ts'], testTimeout: 180_000 });
