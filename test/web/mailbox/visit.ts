/** What the tests of the web mailbox begin with: an office with one report that was filed, and somebody at its page. */
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { Office, Visitor } from './support.ts';

/** @param use told of both before each test */
export function visits(use: (office: Office, visitor: Visitor) => void): void {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open();
  });
  afterAll(() => office.close());
  beforeEach(async () => {
    await office.clear();
    await office.file();
    use(office, new Visitor(office.routes()));
  });
}

/** Nothing was sent and nothing was kept. */
export async function expectNothing({ db }: Office): Promise<void> {
  expect(await db.intake.count()).toBe(1);
  expect(await db.evidence.count()).toBe(0);
}
