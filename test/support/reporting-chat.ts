/** What tests of one report conversation begin with: a desk and a chat of its own for each test, on one database for a file. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type TestDatabase, testDatabase } from './database.ts';
import { Reporting } from './reporting.ts';
import { fillDatabase } from './roster.ts';
import type { Postbox } from './shell.ts';

/** What of it is there while a test runs. */
export interface ReportingChat<Box extends Postbox> {
  readonly database: TestDatabase;
  readonly desk: Reporting;
  readonly box: Box;
  readonly chat: string;
}

/**
 * @param make the messenger of a test
 * @param use told of everything before each test
 * @returns begins anew with another messenger, in the middle of a test
 */
export function reportingChat<Box extends Postbox>(
  make: () => Box,
  use: (one: ReportingChat<Box>) => void,
): (other: Box) => Promise<void> {
  let database: TestDatabase;
  let desk: Reporting | undefined;
  let chats = 0;
  const begin = async (box: Box): Promise<void> => {
    await desk?.close();
    await database.db.unit.deleteMany();
    await database.db.errand.deleteMany();
    desk = await Reporting.open(database, { box });
    chats += 1;
    use({ database, desk, box, chat: `chat-${chats}` });
  };
  beforeAll(async () => {
    database = await testDatabase();
    await fillDatabase(database.db);
  });
  beforeEach(() => begin(make()));
  afterAll(() => database.close());
  // Its examiner is a process of its own.
  afterEach(async () => {
    await desk?.close();
    desk = undefined;
  });
  return begin;
}
