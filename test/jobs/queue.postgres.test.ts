/** What is done by the calendar is done by one process at a time, however many there are, and however long it takes. */
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openQueue, type Queue } from '../../src/jobs/queue.ts';
import { createLog } from '../../src/log.ts';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';

const NAME = 'slow';

let database: TestDatabase & { readonly url: string };
beforeAll(async () => {
  database = await postgresDatabase();
});
afterAll(() => database.close());

async function process(): Promise<Queue> {
  const queue = await openQueue({ url: database.url }, createLog('silent'));
  onTestFinished(() => queue.stop());
  return queue;
}

const underWay = async (): Promise<number | undefined> => {
  const [row] = await database.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job WHERE name = ${NAME} AND state = 'active'`;
  return row?.count;
};

test('work that takes long in one process is begun by no other, and can be by any when it is done', async () => {
  const [first, second] = [await process(), await process()];
  const begun: string[] = [];
  const held = Promise.withResolvers<void>();
  const work = (who: string) => async (): Promise<void> => {
    begun.push(who);
    await held.promise;
  };
  await first.at(NAME, '0 0 1 1 *', 'Asia/Jakarta', work('first'));
  await expect.poll(() => begun).toEqual(['first']);
  await second.at(NAME, '0 0 1 1 *', 'Asia/Jakarta', work('second'));
  // A third asks in our sight, so that nobody has to wait until the second has asked in vain.
  const third = new PgBoss({ connectionString: database.url, schema: 'pgboss', max: 1, supervise: false });
  await third.start();
  onTestFinished(() => third.stop({ graceful: false }));
  for (let n = 0; n < 3; n += 1) await third.send(NAME, null);
  expect(await third.fetch(NAME)).toEqual([]);
  expect([begun, await underWay()]).toEqual([['first'], 1]);
  held.resolve();
  await expect.poll(async () => [...begun.slice(1), ...(await third.fetch(NAME))].length).toBe(1);
});
