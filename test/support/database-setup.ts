/** Runs once before all test files: makes what `database.ts` copies. */
import { makeSnapshot, makeTemplate, onPostgres } from './database.ts';

export const setup = (): Promise<void> => (onPostgres ? makeTemplate() : makeSnapshot());
