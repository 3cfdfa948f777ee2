/** A reply that the platform takes for something nobody asked for: it waits for the person to write again, and for nothing else. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SendError } from '../../src/channels/channel.ts';
import { chatKey } from '../../src/conversation/chat.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { emptyDatabase, fillDatabase } from '../support/roster.ts';
import { calendarOf, keys, Postbox, type Shell, shell } from '../support/shell.ts';
import { NOON } from '../support/world.ts';

let database: TestDatabase;
let house: Shell;
let refusing: boolean;
/** How often something was tried to be sent. */
let tries: number;
/** What the platform takes to say so. */
let thinks: Promise<void>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptyDatabase(database.db);
  await fillDatabase(database.db);
  [refusing, tries, thinks] = [true, 0, Promise.resolve()];
  house = processOf();
});
afterAll(() => database.close());

function processOf(db = database.db): Shell {
  const box = new Postbox('whatsapp');
  box.beforeSend = async () => {
    tries += 1;
    await thinks;
    if (refusing) throw new SendError({ kind: 'owed', code: 463 });
  };
  return shell(db, calendarOf(), () => NOON, box);
}

const unsent = (): Promise<number> => database.db.outbox.count();
const heard = ({ box }: Shell): readonly string[] => box.to('somebody').map(({ markup }) => markup);

test('it goes out with the answer to what the person writes next, before that, and not by itself', async () => {
  await house.says('somebody', 'bantuan');
  await house.quiet();
  expect([tries, await unsent()]).toEqual([1, 1]);
  refusing = false;
  await house.delivery.sweep();
  await house.quiet();
  const next = processOf();
  await next.delivery.sweep(true);
  await next.quiet();
  expect([tries, await unsent()]).toEqual([1, 1]);

  await next.says('somebody', 'status');
  await next.quiet();
  expect([heard(next).length, await unsent()]).toEqual([2, 0]);
  expect(heard(next)[0]).toContain('Cara memakai');
});

test('refused again it waits again, and nothing of what came before the refusal goes out after it', async () => {
  const answer = Promise.withResolvers<void>();
  thinks = answer.promise;
  await house.says('somebody', 'bantuan');
  await house.says('somebody', 'status');
  answer.resolve();
  await house.quiet();
  expect([tries, await unsent()]).toEqual([1, 2]);
  await house.says('somebody', 'bahasa');
  await house.quiet();
  expect([tries, await unsent()]).toEqual([2, 3]);
  refusing = false;
  await house.says('somebody', 'tutup');
  await house.quiet();
  expect([heard(house).length, await unsent()]).toEqual([4, 0]);
});

test('the platform that delivers a message once more has not made the person write', async () => {
  const arrival = house.box.arrival('somebody', { kind: 'text', text: 'bantuan' });
  await house.turns.receive(arrival);
  await house.quiet();
  refusing = false;
  await house.turns.receive(arrival);
  await house.quiet();
  expect([tries, await unsent()]).toEqual([1, 1]);
});

/** The database of a process that does not live to hear that a turn was written. */
function deaf(written: () => void): PrismaClient {
  const ask = async (...statement: Parameters<PrismaClient['$queryRaw']>): Promise<unknown> => {
    const rows = await database.db.$queryRaw(...statement);
    if (!/INSERT INTO session/.test(JSON.stringify(statement[0]))) return rows;
    written();
    return new Promise(() => undefined);
  };
  return new Proxy(database.db, { get: (db, name) => (name === '$queryRaw' ? ask : Reflect.get(db, name)) });
}

test('killed as soon as the next thing they wrote is written, it goes out before the answer to that all the same', async () => {
  await house.says('somebody', 'bantuan');
  await house.quiet();
  const written = Promise.withResolvers<void>();
  const arrival = house.box.arrival('somebody', { kind: 'text', text: 'status' });
  void processOf(deaf(written.resolve)).turns.receive(arrival);
  await written.promise;
  await database.db.outbox.updateMany({ where: { owed: false }, data: { due: new Date(0) } });
  refusing = false;
  const next = processOf();
  await next.turns.receive(arrival);
  await next.quiet();
  expect([heard(next).length, await unsent()]).toEqual([2, 0]);
  expect(heard(next)[0]).toContain('Cara memakai');
});

test('nobody who writes too late gets what was owed to them', async () => {
  await house.says('somebody', 'bantuan');
  await house.quiet();
  await database.db.outbox.updateMany({ data: { due: new Date(0) } });
  refusing = false;
  await house.says('somebody', 'status');
  await house.quiet();
  expect(heard(house)).toHaveLength(1);
  await house.delivery.sweep();
  expect(await unsent()).toBe(0);
});

test('a reply waits an hour at most', async () => {
  await house.says('somebody', 'bantuan');
  await house.quiet();
  const chat = new Uint8Array(chatKey(keys, { channel: 'whatsapp', id: 'somebody' }).bytes);
  const row = await database.db.outbox.findFirstOrThrow({ where: { chat } });
  expect(row.owed).toBe(true);
  expect(row.due.getTime() - Date.now()).toBeGreaterThan(3_500_000);
  expect(row.due.getTime() - Date.now()).toBeLessThanOrEqual(3_600_000);
});
