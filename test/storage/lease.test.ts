import { afterAll, beforeAll, expect, test } from 'vitest';
import { acquireLease, releaseLease, renewLease } from '../../src/storage/lease.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const MINUTE = 60_000;

test('one holder at a time, however many ask at once', async () => {
  const asked = ['a', 'b', 'c'].map((holder) => acquireLease(database.db, { name: 'one', holder }, MINUTE));
  expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
});

test('a lease that ran out is taken over, with the note; the former holder learns of it', async () => {
  const old = { name: 'over', holder: 'old' };
  expect(await acquireLease(database.db, old, -1)).toEqual({ note: null });
  expect(await renewLease(database.db, old, -1, 'offset 7')).toBe(true);
  expect(await acquireLease(database.db, { name: 'over', holder: 'new' }, MINUTE)).toEqual({ note: 'offset 7' });
  expect(await renewLease(database.db, old, MINUTE, 'offset 8')).toBe(false);
  expect(await acquireLease(database.db, old, MINUTE)).toBeUndefined();
});

test('a lease given back is free at once, and its note stays', async () => {
  const first = { name: 'given', holder: 'first' };
  await acquireLease(database.db, first, MINUTE);
  await renewLease(database.db, first, MINUTE, 'kept');
  await renewLease(database.db, first, MINUTE);
  await releaseLease(database.db, { ...first, holder: 'somebody else' });
  expect(await acquireLease(database.db, { name: 'given', holder: 'second' }, MINUTE)).toBeUndefined();
  await releaseLease(database.db, first);
  expect(await renewLease(database.db, first, MINUTE, 'too late')).toBe(false);
  expect(await acquireLease(database.db, { name: 'given', holder: 'second' }, MINUTE)).toEqual({ note: 'kept' });
});
