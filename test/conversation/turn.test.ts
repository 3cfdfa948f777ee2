import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SendError } from '../../src/channels/channel.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { pledgeByCode } from '../support/pledging.ts';
import { fillDatabase } from '../support/roster.ts';
import { calendarOf, Postbox, type Shell, shell } from '../support/shell.ts';
import { NOON, SARI } from '../support/world.ts';

let database: TestDatabase;
let now = NOON;
let house: Shell;
let chats = 0;
let chat = '';

const another = (box?: Postbox): Shell => shell(database.db, calendarOf(), () => now, box);

beforeAll(async () => {
  database = await testDatabase();
  await fillDatabase(database.db);
});
afterAll(() => database.close());

beforeEach(() => {
  now = NOON;
  house = another();
  chat = `chat-${++chats}`;
});

describe('a turn', () => {
  test('a whole pledge is recorded once, with its certificate, and nothing stays unsent', async () => {
    await pledgeByCode(house, chat);
    const pledges = await database.db.pledge.findMany();
    expect(pledges.map(({ status, method, slot }) => ({ status, method, slot }))).toEqual([
      { status: 'valid', method: 'code', slot: 'verified' },
    ]);
    expect(house.box.to(chat).filter((message) => message.file)).toHaveLength(2);
    expect(await database.db.outbox.count()).toBe(0);
    expect((await database.db.activation.findUniqueOrThrow({ where: { personId: SARI.id } })).usedAt).not.toBeNull();
  });

  test('the same message twice changes nothing and is answered once', async () => {
    const hello = house.box.arrival(chat, { kind: 'text', text: '/ikrar' });
    await Promise.all([house.turns.receive(hello), house.turns.receive(hello)]);
    await house.turns.receive(hello);
    await house.quiet();
    expect(house.box.to(chat)).toHaveLength(1);
  });

  test('a redelivered message gets the replies that a crash kept', async () => {
    const first = house.box.arrival(chat, { kind: 'text', text: '/ikrar' });
    house.box.beforeSend = () => new Promise(() => undefined);
    await house.turns.receive(first);
    // That process is gone; its lease runs out.
    await database.db.$executeRaw`UPDATE outbox SET due = now() - interval '1 second'`;
    const next = another();
    await next.turns.receive(first);
    await next.quiet();
    expect(next.box.to(chat)).toHaveLength(1);
    expect(await database.db.outbox.count()).toBe(0);
  });

  test('the sweep finishes what a crash left', async () => {
    house.box.beforeSend = () => new Promise(() => undefined);
    await house.says(chat, '/ikrar');
    await database.db.$executeRaw`UPDATE outbox SET due = now() - interval '1 second'`;
    const next = another();
    await next.delivery.sweep();
    await next.quiet();
    expect(next.box.to(chat)).toHaveLength(1);
  });

  test('older replies go out before newer ones', async () => {
    house.box.beforeSend = () => new Promise(() => undefined);
    await house.says(chat, '/ikrar');
    await database.db.$executeRaw`UPDATE outbox SET due = now() - interval '1 second'`;
    const next = another();
    await next.says(chat, '/bantuan');
    await next.quiet();
    expect(next.box.to(chat).map((message) => message.markup.includes('Cara memakai'))).toEqual([false, true]);
  });

  test('two replicas serve one chat: no answer is lost, nothing happens twice', async () => {
    const box = new Postbox();
    const [left, right] = [another(box), another(box)];
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? left : right).says(chat, n === 0 ? '/ikrar' : '/bantuan')),
    );
    await Promise.all([left.quiet(), right.quiet()]);
    const session = await database.db.session.findFirstOrThrow({ orderBy: { version: 'desc' } });
    expect(session.version).toBeGreaterThanOrEqual(20);
    expect(box.to(chat)).toHaveLength(20);
  });

  test('a hundred chats at once commit in groups', async () => {
    const who = Array.from({ length: 100 }, (_, n) => `${chat}-${n}`);
    await Promise.all(who.map((one) => house.says(one, '/ikrar')));
    await house.quiet();
    for (const one of who) expect(house.box.to(one)).toHaveLength(1);
  });

  test('a platform that asks for a pause is obeyed, and the reply arrives', async () => {
    let refusals = 2;
    house.box.beforeSend = () => {
      if (refusals-- > 0) throw new SendError({ kind: 'retry', waitMs: 20, everybody: true });
    };
    await house.says(chat, '/ikrar');
    await house.quiet();
    expect(house.box.to(chat)).toHaveLength(1);
  });

  test('a person who blocked the bot is recorded and left alone', async () => {
    house.box.beforeSend = () => {
      throw new SendError({ kind: 'blocked' });
    };
    await house.says(chat, '/ikrar');
    await house.quiet();
    expect(await database.db.outbox.count()).toBe(0);
    expect(await database.db.contact.count({ where: { blockedOn: { not: null } } })).toBe(1);
  });

  test('a reply the platform will never take is dropped, and the chat goes on', async () => {
    let first = true;
    house.box.beforeSend = () => {
      if (first) {
        first = false;
        throw new SendError({ kind: 'rejected', code: 400 });
      }
    };
    await house.says(chat, '/ikrar');
    await house.says(chat, '/bantuan');
    await house.quiet();
    expect(house.box.to(chat)).toHaveLength(1);
    expect(await database.db.outbox.count()).toBe(0);
  });

  test('three inputs without meaning, and the bot is silent until a word it knows', async () => {
    for (let n = 0; n < 6; n += 1) await house.says(chat, `xyzzy ${n}`);
    await house.quiet();
    expect(house.box.to(chat)).toHaveLength(3);
    await house.says(chat, 'bantuan');
    await house.quiet();
    expect(house.box.to(chat)).toHaveLength(4);
  });

  test('a session that cannot be read starts anew instead of silencing the chat', async () => {
    await house.says(chat, '/ikrar');
    await house.quiet();
    await database.db.$executeRaw`UPDATE session SET body = '\\x00', version = version + 1`;
    await house.says(chat, SARI.nip);
    await house.quiet();
    expect(house.box.to(chat)).toHaveLength(2);
  });

  test('wrong codes are counted whoever types them, and pause', async () => {
    await database.db.activation.update({ where: { personId: SARI.id }, data: { usedAt: null } });
    await house.says(chat, '/ikrar');
    await house.says(chat, SARI.nip);
    await house.says(chat, 'kode');
    for (let n = 0; n < 5; n += 1) await house.says(chat, 'AAAA-AAA1');
    await house.says(chat, 'K7QM-2XPD');
    await house.quiet();
    expect(house.box.to(chat).at(-1)?.markup).toContain('coba lagi setelah');
    const { tries, pausedUntil } = await database.db.activation.findUniqueOrThrow({ where: { personId: SARI.id } });
    expect({ tries, until: pausedUntil?.getTime() }).toEqual({ tries: 5, until: NOON + 60_000 });
  });
});
