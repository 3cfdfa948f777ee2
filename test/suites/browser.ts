import { PATIENT, suite } from './suite.ts';

/** What people see, in the system's Chromium (CHROMIUM, default /usr/bin/chromium). Fails without one. */
export default suite({
  fileParallelism: false,
  ...PATIENT,
  include: ['test/**/*.browser.test.ts'],
  testTimeout: 180_000,
});
