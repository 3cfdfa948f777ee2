/** Two bots on one PostgreSQL: as good as one, and better when one of them dies. */
import { expect, test } from 'vitest';
import { twoBehindABalancer } from './balancer.ts';
import { allDone, expectAllOnce, rig } from './rig.ts';
import { postgresStore } from './store.ts';

const PEOPLE = 60;
/** Messages of the bot after which everybody is in the middle of it. */
const MIDDLE = 5 * PEOPLE;

test('two serve the same chats, message by message', async () => {
  const house = await rig(postgresStore, PEOPLE);
  const { bots, balancer } = await twoBehindABalancer(house);
  const { headers } = await fetch(`${balancer.url}/healthz`);
  // Caddy keeps a connection for 120 s: whoever closes it first must not be the bot.
  expect(headers.get('keep-alive')).toBe('timeout=180');
  house.crowd.begin();
  await house.crowd.finish();
  await Promise.all(bots.map((bot) => bot.end('SIGTERM')));
  await expectAllOnce(house);
  for (const answered of balancer.answered) expect(answered).toBeGreaterThan(4 * PEOPLE);
});

test('one of the two is killed in the middle, and the other finishes what it left', async () => {
  const house = await rig(postgresStore, PEOPLE);
  const { bots } = await twoBehindABalancer(house);
  const [first, second] = bots;
  house.crowd.begin();
  await house.crowd.until(({ heard }) => heard >= MIDDLE);
  await first.end('SIGKILL');
  await house.crowd.finish();
  await allDone(house);
  await second.end('SIGTERM');
  await expectAllOnce(house);
});

test('by polling one of the two polls, and the other takes over when it dies or stops', async () => {
  const house = await rig(postgresStore, PEOPLE);
  const { crowd } = house;
  const first = await house.bot();
  const second = await house.bot();
  await first.startUp();
  crowd.begin();
  await crowd.until(({ heard }) => heard >= PEOPLE);
  await second.startUp();
  await crowd.until(({ heard }) => heard >= MIDDLE);
  await first.end('SIGKILL');
  await crowd.until(({ heard }) => heard >= MIDDLE + PEOPLE);
  await first.startUp();
  await second.end('SIGTERM');
  await crowd.finish();
  await allDone(house);
  await first.end('SIGTERM');
  await expectAllOnce(house);
  // Telegram tells a second poller with 409, which both would have complained of.
  expect(first.output + second.output).not.toContain('"code":409');
});
