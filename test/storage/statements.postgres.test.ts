import { afterAll, beforeAll, expect, test } from 'vitest';
import { statementNames } from '../../src/storage/postgres.ts';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await postgresDatabase();
});
afterAll(() => database.close());

test('a statement that comes again is prepared once on its connection', async () => {
  const prepared = await database.db.$transaction(async (tx) => {
    for (let n = 0; n < 3; n += 1) await tx.$queryRaw`SELECT ${n}::int AS marked`;
    return tx.$queryRaw`SELECT count(*)::int AS n FROM pg_prepared_statements WHERE statement LIKE '%AS marked'`;
  });
  expect(prepared).toEqual([{ n: 1 }]);
});

test('no statement is compiled before it is carried out', async () => {
  expect(await database.db.$queryRaw`SHOW jit`).toEqual([{ jit: 'off' }]);
});

test('names tell statements apart, and there is an end to them', () => {
  const name = statementNames();
  const named = Array.from({ length: 400 }, (_, n) => name({ sql: `SELECT ${n}`, args: [], argTypes: [] }));
  expect(new Set(named.filter((one) => one !== '')).size).toBe(300);
  expect(name({ sql: 'SELECT 7', args: [], argTypes: [] })).toBe(named[7]);
  expect(named.at(-1)).toBe('');
});
