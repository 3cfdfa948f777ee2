import { afterAll, beforeAll } from 'vitest';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';
import { commandsWork } from './commands.ts';

let database: Required<TestDatabase>;
beforeAll(async () => {
  database = await postgresDatabase();
});
afterAll(() => database.close());

commandsWork(async () => ({ DATABASE_URL: database.url }));
