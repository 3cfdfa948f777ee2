/** What a connection remembers, on a database: in one piece, in order, and nothing any more once something was lost. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { LeasePort } from '../../../src/channels/lease.ts';
import { KeyStore, KeyStoreError } from '../../../src/channels/whatsapp/key-store.ts';
import { LockedError } from '../../../src/channels/whatsapp/ports.ts';
import type { SealedSafe } from '../../../src/wiring/whatsapp-safe.ts';
import type { TestDatabase } from '../../support/database.ts';
import { Safes } from './safes.ts';

const LETTER = { id: '3EB0', chat: '1@lid', content: '' };

let safes: Safes;
let database: TestDatabase;
let lease: LeasePort;
let safe: SealedSafe;
let store: KeyStore;
let failures: KeyStoreError[];

beforeAll(async () => {
  safes = await Safes.open();
  ({ database } = safes);
});
afterAll(() => safes.close());

beforeEach(async () => {
  ({ lease, safe } = await safes.empty());
  failures = [];
  store = new KeyStore(safe, (error) => failures.push(error));
});

const kept = async (id = 'a'): Promise<string | undefined> => (await safe.read('device-list', [id])).get(id);
const devices = (...list: string[]) => ({ 'device-list': { a: list } });

test('a value is what was set last, before it is written and after', async () => {
  const writing = store.set(devices('1'));
  expect(await store.get('device-list', ['a', 'b'])).toEqual({ a: ['1'] });
  await writing;
  expect(await store.get('device-list', ['a'])).toEqual({ a: ['1'] });
  expect(await new KeyStore(safe, () => {}).get('device-list', ['a'])).toEqual({ a: ['1'] });
  await store.set({ 'device-list': { a: null } });
  expect(await store.get('device-list', ['a'])).toEqual({});
  expect(await kept()).toBeUndefined();
});

/** How many transactions have written what is remembered. */
async function transactions(): Promise<{ rows: number; transactions: number } | undefined> {
  const [writers] = await database.db.$queryRaw<{ rows: number; transactions: number }[]>`
    SELECT count(*)::int AS rows, count(DISTINCT xmin::text)::int AS transactions FROM whatsapp_key`;
  return writers;
}

test('what is set at once is written in one transaction, of whatever types it is', async () => {
  await store.set({ session: { b: Buffer.from('1'), c: Buffer.from('1') }, ...devices('1') });
  expect(await transactions()).toEqual({ rows: 3, transactions: 1 });
});

test('of what is set at once nothing is kept when one type of it cannot be', async () => {
  const { db } = database;
  const sessions = (...ids: string[]) => ({
    session: Object.fromEntries(ids.map((id) => [id, Buffer.from(String(ids))])),
  });
  await store.set(sessions('b'));
  const [before] = await db.whatsappKey.findMany();
  await db.$executeRaw`ALTER TABLE whatsapp_key ADD CONSTRAINT nobody CHECK (type <> 'device-list')`;
  onTestFinished(async () => void (await db.$executeRaw`ALTER TABLE whatsapp_key DROP CONSTRAINT nobody`));
  await expect(store.set({ ...sessions('b', 'c'), ...devices('1') })).rejects.toBeInstanceOf(KeyStoreError);
  expect(await db.whatsappKey.findMany()).toEqual([before]);
});

test('a key that somebody changed is as good as gone, and is replaced; credentials are not', async () => {
  const spoil = () => database.db.whatsappKey.updateMany({ data: { value: Buffer.alloc(600, 1) } });
  await store.set(devices('1'));
  await spoil();
  store = new KeyStore(safe, (error) => failures.push(error));
  expect(await store.get('device-list', ['a'])).toEqual({});
  await store.set(devices('2'));
  expect([await kept(), failures]).toEqual(['["2"]', []]);
  await safe.write([{ type: 'creds', id: 'creds', value: '"ours"' }]);
  await spoil();
  await expect(safe.read('creds', ['creds'])).rejects.toThrow(LockedError);
});

test('what is done durably is written once that is over, and not waited for in between', async () => {
  let later = false;
  setImmediate(() => {
    later = true;
  });
  const waited = await store.durably(async () => {
    await store.set(devices('1'));
    await store.set(devices('2'));
    return later;
  });
  expect(waited).toBe(false);
  expect(await kept()).toBe('["2"]');
});

test('what a message changes is written with its letter, before all that comes after it', async () => {
  const elsewhere = AsyncLocalStorage.snapshot();
  let answer: Promise<void> | undefined;
  const decrypt = async (): Promise<void> => {
    await store.set(devices('message'));
    answer = elsewhere(() => store.set(devices('answer')));
    await store.set({ session: { b: Buffer.from('session') } });
    expect(await kept()).toBeUndefined();
  };
  const { name } = await store.together(decrypt, () => ({ letter: LETTER }));
  expect(name).toBeDefined();
  expect(await database.db.whatsappInbox.count()).toBe(1);
  await answer;
  expect(await kept()).toBe('["answer"]');
});

test('what a message changed that is no letter is written as well, also when something fails afterwards', async () => {
  const failing = store.together(
    async () => {
      await store.set(devices('1'));
      throw new TypeError('afterwards');
    },
    () => ({}),
  );
  await expect(failing).rejects.toThrow('afterwards');
  expect(await kept()).toBe('["1"]');
});

test('a key that could not be written ends it all at once, and nothing is written any more', async () => {
  await lease.release();
  const [first, second] = [
    store.set(devices('1')),
    store.together(
      async () => {},
      () => ({ letter: LETTER }),
    ),
  ];
  await expect(first).rejects.toBeInstanceOf(KeyStoreError);
  await expect(second).rejects.toBeInstanceOf(KeyStoreError);
  expect([failures.length, store.failed]).toEqual([1, true]);
  await lease.acquire();
  await expect(store.set(devices('2'))).rejects.toBe(failures[0]);
  await expect(store.get('device-list', ['a'])).rejects.toBe(failures[0]);
  expect([await kept(), await database.db.whatsappInbox.count()]).toEqual([undefined, 0]);
});

test('a key that could not be read ends it as well', async () => {
  await database.db.$executeRaw`ALTER TABLE whatsapp_key RENAME TO away`;
  onTestFinished(async () => {
    await database.db.$executeRaw`ALTER TABLE away RENAME TO whatsapp_key`;
  });
  await expect(store.get('device-list', ['a'])).rejects.toBeInstanceOf(KeyStoreError);
  expect(failures).toHaveLength(1);
});

test('what waits when something was lost is not written', async () => {
  const lost = new Error('lost');
  await expect(
    safe.write([{ type: 'device-list', id: 'a', value: '[]' }], undefined, AbortSignal.abort(lost)),
  ).rejects.toBe(lost);
  expect(await kept()).toBeUndefined();
});

test('what waits to be written when a number is forgotten is forgotten with it', async () => {
  const writing = store.set(devices('1'));
  await safe.forget();
  await writing;
  expect(await database.db.whatsappKey.count()).toBe(0);
});

test('no list is kept of everybody who ever wrote', async () => {
  await store.set({ tctoken: { '1@lid': { token: Buffer.of(1) }, __index: { token: Buffer.from('["1@lid"]') } } });
  expect(Object.keys(await store.get('tctoken', ['1@lid', '__index']))).toEqual(['1@lid']);
  expect(await database.db.whatsappKey.count()).toBe(1);
});

test('a letter whose turn is written goes with what is written next, and not when that is not', async () => {
  // It goes by itself after a while.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const name = await safe.write([], LETTER);
  await safe.write([], { ...LETTER, id: '3EB1' });
  safe.done(name ?? '');
  await lease.release();
  await expect(safe.write([{ type: 'device-list', id: 'a', value: '[]' }])).rejects.toThrow('lease');
  expect(await database.db.whatsappInbox.count()).toBe(2);
  await lease.acquire();
  await safe.write([{ type: 'device-list', id: 'a', value: '[]' }]);
  expect(await database.db.whatsappInbox.count()).toBe(1);
  expect((await safe.waiting()).map(({ letter }) => letter)).toEqual([{ ...LETTER, id: '3EB1' }]);
});
