/** A receipt code is nowhere but in the unsent reply, sealed; and there only until it is sent, or for an hour. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SendError } from '../../src/channels/channel.ts';
import { Delivery } from '../../src/conversation/delivery.ts';
import { Holds } from '../../src/conversation/holds.ts';
import { Traffic } from '../../src/conversation/traffic.ts';
import { Trails } from '../../src/conversation/trails.ts';
import { createLog } from '../../src/log.ts';
import { createUnit } from '../../src/storage/units.ts';
import { dump, keysIn } from '../privacy/dump.ts';
import type { Mark } from '../privacy/marks.ts';
import { search } from '../privacy/search.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { fillDatabase } from '../support/roster.ts';
import { calendarOf, i18n, keys, type Shell, shell } from '../support/shell.ts';
import { NOON } from '../support/world.ts';
import { keepHistory, readHistory, readRows, type Version } from './history.ts';
import { hourRing, type Opened, rootRing, together, tryAll } from './thief.ts';

const MINUTE = 60_000;
const SHOWN = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/;

let database: TestDatabase;
let house: Shell;
let now = NOON;
let chats = 0;
let chat = '';
const codes = new Set<string>();

beforeAll(async () => {
  database = await testDatabase();
  await fillDatabase(database.db);
  await keepHistory(database.db);
  const unit = { id: 'u1', name: 'Bawaslu Contoh', region: 'Kota Malang', day: '2026-11-17' };
  await createUnit(database.db, keys, unit, { workFactor: 2 });
});
afterAll(() => database.close());
/** Each has a process of its own: some of them hang. */
beforeEach(async () => {
  now = NOON;
  house = shell(database.db, calendarOf(), () => now);
  chat = `reporter-${++chats}`;
  await house.says(chat, '/lapor');
  await house.taps(chat, 'brief');
  await house.says(chat, 'Camat membagi kaus di balai desa.');
  await house.says(chat, 'Klojen');
  await house.taps(chat, 'done');
  await house.quiet();
});

/** Files while the platform does what it does; resolves when the turn is written. */
async function filesWhile(platform: () => Promise<void> | void): Promise<void> {
  house.box.beforeSend = platform;
  await house.taps(chat, 'file');
}

/** The code that was shown. */
const shown = (): string =>
  house.box
    .to(chat)
    .map(({ markup }) => SHOWN.exec(markup)?.[0])
    .find((code) => code !== undefined) ?? '';

/** What opens for somebody with every key there is. */
async function opens(versions: readonly Version[]): Promise<readonly Opened[]> {
  const hours = await house.epochs.living(now);
  const addresses = Array.from({ length: chats }, (_, n) => `telegram:reporter-${n + 1}`);
  return tryAll(together(rootRing(keys), hourRing(hours, addresses)), versions);
}

/** Where a code stands in the rows that are there, or in all these, for somebody with every key there is. */
async function whereCodesStand(versions?: readonly Version[]): Promise<readonly string[]> {
  const opened = await opens(versions ?? (await readRows(database.db)));
  expect(opened.map(({ where }) => where)).toContain('» session.body');
  const said = opened.map(({ where, value }) => ({ where, text: JSON.stringify(value) }));
  for (const { text } of said) for (const code of SHOWN.exec(text)?.slice(0, 1) ?? []) codes.add(code);
  const forms = [...codes].flatMap((code) => [code, code.replaceAll('-', '')]);
  return said.filter(({ text }) => forms.some((form) => text.includes(form))).map(({ where }) => where);
}

const waiting = (): Promise<number> => database.db.outbox.count();

test('once it is sent it is nowhere', async () => {
  let stood: readonly string[] = [];
  await filesWhile(async () => {
    stood = await whereCodesStand();
  });
  await house.quiet();
  expect(stood).toEqual(['outbox.body']);
  expect(shown()).toMatch(SHOWN);
  expect(await whereCodesStand()).toEqual([]);
  await house.says(chat, shown().slice(-4));
  await house.quiet();
  expect(house.box.to(chat).at(-1)?.markup).toContain('Kode itu satu-satunya jalan kembali');
  expect(await whereCodesStand()).toEqual([]);
});

test('while the platform asks for a long pause it waits for an hour, and no longer', async () => {
  await filesWhile(() => {
    throw new SendError({ kind: 'retry', waitMs: 600 * MINUTE, everybody: false });
  });
  expect(await whereCodesStand()).toEqual(['outbox.body']);
  now += 59 * MINUTE;
  await house.delivery.sweep();
  expect(await waiting()).toBe(1);
  now += 2 * MINUTE;
  await house.delivery.sweep();
  expect(await waiting()).toBe(0);
  expect(await whereCodesStand()).toEqual([]);
  await house.delivery.stop(0);
  expect(house.box.to(chat).filter(({ markup }) => SHOWN.test(markup))).toEqual([]);
});

test('what a crash left is cleared unsent after an hour', async () => {
  await filesWhile(() => new Promise(() => undefined));
  expect(await whereCodesStand()).toEqual(['outbox.body']);
  await database.db.$executeRaw`UPDATE outbox SET due = now() - interval '1 second'`;
  const next = shell(database.db, calendarOf(), () => now + 61 * MINUTE);
  await next.delivery.sweep();
  await next.quiet();
  expect(next.box.sent).toEqual([]);
  expect(await waiting()).toBe(0);
  expect(await whereCodesStand()).toEqual([]);
});

test('one that waits for the person to write waits for what is left of its hour', async () => {
  await filesWhile(() => {
    now += 50 * MINUTE;
    throw new SendError({ kind: 'owed', code: 463 });
  });
  await house.quiet();
  expect(await whereCodesStand()).toEqual(['outbox.body']);
  const { due } = await database.db.outbox.findFirstOrThrow();
  expect(due.getTime() - Date.now()).toBeLessThanOrEqual(10 * MINUTE);
  await database.db.$executeRaw`UPDATE outbox SET due = now() - interval '1 second'`;
  await house.delivery.sweep();
  expect(await waiting()).toBe(0);
  expect(await whereCodesStand()).toEqual([]);
});

test('nor does one that they have written for, while the platform asks for a long pause', async () => {
  await filesWhile(() => {
    throw new SendError({ kind: 'owed', code: 463 });
  });
  await house.quiet();
  const tried = Promise.withResolvers<void>();
  house.box.beforeSend = () => {
    tried.resolve();
    throw new SendError({ kind: 'retry', waitMs: 600 * MINUTE, everybody: false });
  };
  await house.says(chat, 'halo');
  await tried.promise;
  now += 59 * MINUTE;
  await house.delivery.sweep();
  expect(await whereCodesStand()).toEqual(['outbox.body']);
  now += 2 * MINUTE;
  await house.delivery.sweep();
  expect(await whereCodesStand()).toEqual([]);
  await house.delivery.stop(0);
  // The answer to what they wrote still waits.
  await database.db.outbox.deleteMany();
});

test('one that waits for a process with the account does not wait longer', async () => {
  house.box.held = false;
  await house.taps(chat, 'file');
  await house.quiet();
  expect(await whereCodesStand()).toEqual(['outbox.body']);
  now += 61 * MINUTE;
  await house.delivery.sweep();
  await house.quiet();
  expect(await waiting()).toBe(0);
  expect(await whereCodesStand()).toEqual([]);
});

test('a channel that was taken away does not keep it', async () => {
  await filesWhile(() => new Promise(() => undefined));
  await database.db.$executeRaw`UPDATE outbox SET due = now() - interval '1 second'`;
  const later = now + 61 * MINUTE;
  const [traffic, log] = [new Traffic(), createLog('silent')];
  const next = new Delivery({
    db: database.db,
    living: () => house.epochs.living(later),
    now: () => later,
    trails: new Trails(),
    traffic,
    holds: new Holds({ db: database.db, traffic, log }),
    i18n,
    channel: () => undefined,
    file: async () => undefined,
    blocked: async () => undefined,
    clear: async () => undefined,
    log,
  });
  await next.sweep();
  await next.settled();
  expect(await waiting()).toBe(0);
});

test('memory forgets its last letters after an hour', async () => {
  await filesWhile(() => undefined);
  await house.quiet();
  now += 61 * MINUTE;
  await house.says(chat, shown().slice(-4));
  await house.quiet();
  expect(house.box.to(chat).at(-1)?.markup).toContain('Kami tidak menyimpan kodenya');
});

test.each([
  ['behind its command', (code: string) => [`status ${code}`]],
  ['when it is asked for', (code: string) => ['/status', 'kode', code]],
])('one that is typed in another chat, %s, stays nowhere', async (_, words) => {
  await filesWhile(async () => void (await whereCodesStand()));
  await house.quiet();
  const code = shown();
  const other = `reporter-${++chats}`;
  const before = (await readHistory(database.db)).length;
  for (const one of words(code)) {
    await house.says(other, one);
    await house.quiet();
  }
  expect(house.box.to(other).at(-1)?.markup).toContain('Diterima');
  const written = (await readHistory(database.db)).slice(before);
  // Nor, in between, in what the chat keeps for itself, which opens.
  expect((await opens(written)).map(({ key }) => key)).toContainEqual(expect.stringContaining(`telegram:${other} `));
  expect(await whereCodesStand(written)).toEqual([]);
  expect(await whereCodesStand()).toEqual([]);
});

test('no code was ever written down unsealed, whole or in halves, in any shape', async () => {
  expect(codes.size).toBe(8);
  const marks = [...codes].flatMap((code): Mark[] => [
    { what: 'code', text: code },
    { what: 'code', text: code.replaceAll('-', '') },
    { what: 'half a code', text: code.slice(0, 9) },
    { what: 'half a code', text: code.slice(-9) },
  ]);
  expect(search(await dump(database.db), marks, await keysIn(database.db))).toEqual([]);
});
