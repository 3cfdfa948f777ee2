import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Child } from '../support/child.ts';
import { emptyPostgres, postgresDatabase, type TestDatabase } from '../support/database.ts';
import { commandsWork } from './commands.ts';

let database: Required<TestDatabase>;
beforeAll(async () => {
  database = await postgresDatabase();
});
afterAll(() => database.close());

commandsWork(async () => ({ DATABASE_URL: database.url }));

test('a command that made the tables of a new database leaves no timer behind that would keep it from ending', async () => {
  const { url, drop } = await emptyPostgres();
  onTestFinished(drop);
  const child = new Child('test/support/lingerer/main.ts', [url]);
  // A socket that is just closing may still be there; one of a pool that nobody closed would have a timer beside it.
  expect(await child.says('left: ')).not.toContain('Timeout');
  expect(await child.ended).toEqual({ code: 0, signal: null });
});
