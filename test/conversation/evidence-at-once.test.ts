/** However much evidence comes at once, two files are in memory at a time; the others wait, and none is lost. */
import { expect, test } from 'vitest';
import type { TestDatabase } from '../support/database.ts';
import { photo, type Reporting, reporting } from '../support/reporting.ts';

let database: TestDatabase;
let desk: Reporting;
reporting((open) => {
  ({ database, desk } = open);
});

const FILES = 5;

/** Errands that nobody has taken up. */
async function waiting(): Promise<number | undefined> {
  const [found] = await database.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM errand WHERE due <= clock_timestamp()`;
  return found?.count;
}

test('of five files that come at once two are fetched at a time, and in the end all are secured', async () => {
  const chat = 'reporter';
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa.', 'Klojen');
  const file = await photo();
  for (let n = 0; n < FILES; n += 1) await desk.posts(chat, file);

  /** How many pieces were secured when each fetch began. */
  const secured: number[] = [];
  const two = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  desk.house.box.beforeFetch = async () => {
    secured.push(await database.db.evidence.count());
    if (secured.length === 2) two.resolve();
    await goOn.promise;
  };
  const work = desk.work();
  await two.promise;
  expect([secured.length, await waiting()]).toEqual([2, FILES - 2]);
  goOn.resolve();
  await work;

  // The third began when the first was done, the fourth when two were.
  expect(secured).toHaveLength(FILES);
  for (const [n, done] of secured.entries()) expect(done).toBeGreaterThanOrEqual(n - 1);
  expect(desk.told(chat).match(/Bukti \d sudah aman/g)).toHaveLength(FILES);
  expect(await database.db.evidence.count()).toBe(FILES);
  expect(await database.db.errand.count()).toBe(0);
});
