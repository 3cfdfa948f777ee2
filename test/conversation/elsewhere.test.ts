/** Two processes on one database, and an account that one of them holds: what the other has to say goes out from there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SendError } from '../../src/channels/channel.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { i18n, Postbox, service } from '../support/shell.ts';
import { MemoryWorld } from '../support/world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** A process with a box of its own. */
function processOf(world: MemoryWorld) {
  const box = new Postbox('whatsapp');
  return { box, ...service(database.db, world.calendar, () => world.now, box) };
}

test('who does not hold the account leaves a reply to who does, at once, and does not take it again', async () => {
  const world = new MemoryWorld(i18n);
  const [owner, standby] = [processOf(world), processOf(world)];
  standby.box.held = false;
  await standby.turns.receive(standby.box.arrival('elsewhere', { kind: 'text', text: 'bantuan' }));
  await standby.quiet();
  await standby.delivery.sweep();
  await standby.quiet();
  expect(await database.db.outbox.count()).toBe(1);

  await owner.delivery.sweep();
  await owner.quiet();
  expect([standby.box.sent.length, owner.box.sent.length]).toEqual([0, 1]);
  expect(await database.db.outbox.count()).toBe(0);
});

test('an account that is lost while it cannot send is left to whoever has it then', async () => {
  const world = new MemoryWorld(i18n);
  const [next, former] = [processOf(world), processOf(world)];
  former.box.beforeSend = () => {
    former.box.held = false;
    throw new SendError({ kind: 'retry', waitMs: 1, everybody: true });
  };
  await former.turns.receive(former.box.arrival('lost', { kind: 'text', text: 'bantuan' }));
  await former.quiet();
  await next.delivery.sweep();
  await next.quiet();
  expect([former.box.sent.length, next.box.sent.length]).toEqual([0, 1]);
});
