import { expect, test } from 'vitest';
import { WHATSAPP_LEASE } from '../../../src/storage/whatsapp-owner.ts';
import { postgresStore, type Store } from '../../faults/store.ts';
import { deployed, killedAgainAndAgain } from './crash.ts';

/** How often others try to take the number, s. */
const LOOKED_AT = 2.5;

test('killed again and again on PostgreSQL, it loses nothing and does nothing twice', () =>
  killedAgainAndAgain(postgresStore));

/** How long the lease of the number lasts, s. */
const leaseLeft = (store: Store): Promise<number> =>
  store.look(async ({ db }) => {
    const [row] = await db.$queryRaw<{ left: number }[]>`
      SELECT extract(epoch FROM until - clock_timestamp())::float AS left FROM lease WHERE name = ${WHATSAPP_LEASE}`;
    return row?.left ?? Number.POSITIVE_INFINITY;
  });

test('when the process that holds the number dies, the other takes it over, and serves the web all the while', async () => {
  const { store, at } = await deployed(postgresStore);
  const person = await at.whatsapp.contact();
  const first = at.start();
  await at.whatsapp.online();
  await person.says('bantuan');
  await person.next(1);
  at.start();
  const ready = new URL('/readyz', await at.address());
  first.process.kill('SIGKILL');
  await first.ended;
  expect((await leaseLeft(store)) + LOOKED_AT).toBeLessThan(15);
  await person.says('bantuan');
  expect((await fetch(ready)).status).toBe(200);
  await person.next(2);
});

test('stopped while many wait for their answers, it ends in order, and the next process answers them', async () => {
  const { at } = await deployed(postgresStore);
  const crowd = await Promise.all(Array.from({ length: 10 }, () => at.whatsapp.contact()));
  const bot = at.start();
  await at.whatsapp.online();
  await Promise.all(
    crowd.map(async (person) => {
      for (let n = 0; n < 8; n += 1) await person.says('bantuan');
    }),
  );
  await at.whatsapp.settled();
  expect(await at.whatsapp.heard(0)).toBeLessThan(80);
  bot.process.kill('SIGTERM');
  expect(await bot.ended).toEqual({ code: 0, signal: null });
  at.start();
  await Promise.all(crowd.map((person) => person.next(8)));
});
