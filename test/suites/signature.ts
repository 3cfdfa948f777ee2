import { suite } from './suite.ts';

/** What other programs say of our signatures and seals: `pdfsig` (poppler-utils), `openssl` and `age`. Fails without them. */
export default suite({ include: ['test/**/*.signature.test.ts'], testTimeout: 60_000 });
