import { SHARED_PROCESSES, suite } from './suite.ts';

/** The unit suite: nothing but Node. */
export default suite({
  ...SHARED_PROCESSES,
  include: ['test/**/*.test.ts'],
  exclude: [
    'test/**/*.{pglite,postgres,goldens,browser,signature,whatsapp,faults}.test.ts',
    'test/{wall,privacy,cli,evidence,storage}/**',
  ],
});
