/** Runs once before the test files of a suite that uses both databases: makes the one that `database-setup.ts` leaves out. */
import { makeTemplate } from './database.ts';

export const setup = makeTemplate;
