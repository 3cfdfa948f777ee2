import { expect, onTestFinished, test } from 'vitest';
import { LOOK_EVERY } from '../../../src/channels/whatsapp/number.ts';
import { WHATSAPP_LEASE } from '../../../src/storage/whatsapp-owner.ts';
import { postgresStore, type Store } from '../../faults/store.ts';
import { startBotApi } from '../../support/bot-api/client.ts';
import { deployed, killedAgainAndAgain } from './crash.ts';

test('killed again and again on PostgreSQL, it loses nothing and does nothing twice', () =>
  killedAgainAndAgain(postgresStore, 17));

/** How long the lease of the number lasts, s. */
const leaseLeft = (store: Store): Promise<number> =>
  store.look(async ({ db }) => {
    const [row] = await db.$queryRaw<{ left: number }[]>`
      SELECT extract(epoch FROM until - clock_timestamp())::float AS left FROM lease WHERE name = ${WHATSAPP_LEASE}`;
    return row?.left ?? Number.POSITIVE_INFINITY;
  });

/** The killed owner is one that held the number for so many more seconds. */
const leaseUntil = (store: Store, seconds: number): Promise<number> =>
  store.look(
    ({ db }) => db.$executeRaw`
      UPDATE lease SET until = clock_timestamp() + ${seconds} * interval '1 second' WHERE name = ${WHATSAPP_LEASE}`,
  );

test('when the process that holds the number dies, the other takes it over, and serves Telegram and the web meanwhile', async () => {
  const { store, at } = await deployed(postgresStore);
  const telegram = await startBotApi();
  onTestFinished(() => telegram.stop());
  const api = await telegram.bot();
  const person = await at.whatsapp.contact();
  const first = at.start();
  await at.whatsapp.online();
  await person.says('bantuan');
  await person.next(1);
  at.start({ TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: telegram.root });
  const ready = new URL('/readyz', await at.address());
  first.process.kill('SIGKILL');
  await first.ended;
  await at.whatsapp.offline();
  expect((await leaseLeft(store)) + LOOK_EVERY / 1000).toBeLessThan(15);
  // However long the machine takes for the rest, nobody has the number meanwhile.
  await leaseUntil(store, 600);
  await person.says('bantuan');
  const neighbour = await api.person();
  await neighbour.says('/bantuan');
  await expect.poll(async () => (await neighbour.sees()).length).toBe(1);
  expect((await fetch(ready)).status).toBe(200);
  expect(await person.receives()).toHaveLength(1);
  await leaseUntil(store, 0);
  await person.next(2);
});

test('stopped while somebody waits for their answer, it gives it before it goes', async () => {
  const { store, at } = await deployed(postgresStore);
  const person = await at.whatsapp.contact();
  const bot = at.start();
  await at.whatsapp.online();
  for (let n = 0; n < 4; n += 1) await person.says('bantuan');
  await at.whatsapp.settled();
  // All have had their turns; the answers follow each other at the pace of a chat.
  await expect.poll(() => store.look(({ db }) => db.whatsappInbox.count())).toBe(0);
  bot.process.kill('SIGTERM');
  expect(await bot.ended).toEqual({ code: 0, signal: null });
  expect(await person.receives()).toHaveLength(4);
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
