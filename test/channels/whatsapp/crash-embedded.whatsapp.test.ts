import { test } from 'vitest';
import { pgliteStore } from '../../faults/store.ts';
import { killedAgainAndAgain } from './crash.ts';

test('killed again and again on the embedded database, it loses nothing and does nothing twice', () =>
  killedAgainAndAgain(pgliteStore, 5));
