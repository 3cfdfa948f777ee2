/** Several connections at once, as only a server has them. */
import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Db } from '../../src/storage/db.ts';
import { acquireLease } from '../../src/storage/lease.ts';
import { findCopy } from '../../src/storage/whatsapp-copies.ts';
import { forgetMessages, waitingMessages } from '../../src/storage/whatsapp-inbox.ts';
import { forgetKeys, type KeyChange, readKeys } from '../../src/storage/whatsapp-keys.ts';
import { NotOwnerError, WHATSAPP_LEASE } from '../../src/storage/whatsapp-owner.ts';
import { writeWhatsApp } from '../../src/storage/whatsapp-writing.ts';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';
import { KEYS } from '../support/roster-rows.ts';
import { untilWaiting } from '../support/waiting.ts';

const MINUTE = 60_000;
const US = 'us';
const EPOCH = { id: 499_000, key: createSecretKey(Buffer.alloc(32, 7)) };
const living = async () => [EPOCH];

let database: TestDatabase;
beforeAll(async () => {
  database = await postgresDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.lease.deleteMany();
  await db.whatsappKey.deleteMany();
  await db.whatsappInbox.deleteMany();
  await acquireLease(db, { name: WHATSAPP_LEASE, holder: US }, MINUTE);
});

const put = (n: number) =>
  writeWhatsApp(database.db, KEYS, EPOCH, US, { messages: [{ chat: 'somebody', id: String(n), body: n }] });
const writeKeys = (db: Db, changes: readonly KeyChange[]) => writeWhatsApp(db, KEYS, EPOCH, US, { changes });
const preKey = (n: number, value: string | undefined = `"${n}"`) => ({ type: 'pre-key', id: String(n), value });

test('whoever writes while the lease is being taken over comes too late', async () => {
  const { db } = database;
  await writeKeys(db, [preKey(1)]);
  const late = await db.$transaction(async (tx) => {
    await tx.lease.update({ where: { name: WHATSAPP_LEASE }, data: { holder: 'somebody else' } });
    // Their statements have seen us as the owner before the change is committed.
    const writes = [writeKeys(db, [preKey(1, '"late"'), preKey(2)]), put(1), forgetKeys(db, US)];
    const outcomes = Promise.allSettled(writes);
    await untilWaiting(database.db, writes.length);
    return { outcomes };
  });
  for (const outcome of await late.outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(NotOwnerError) });
  }
  expect((await readKeys(db, KEYS, 'pre-key', ['1', '2'])).values).toEqual(new Map([['1', '"1"']]));
  expect(await db.whatsappInbox.count()).toBe(0);
});

test('the lease is not taken over under a write', async () => {
  const { db } = database;
  const rival = { name: WHATSAPP_LEASE, holder: 'somebody else' };
  const taken = await db.$transaction(async (tx) => {
    await writeKeys(tx, [preKey(1)]);
    await tx.lease.updateMany({ data: { until: new Date(0) } });
    const taking = acquireLease(db, rival, MINUTE);
    await untilWaiting(database.db);
    return { taking };
  });
  expect(await taken.taking).toEqual({ note: null });
  expect((await readKeys(db, KEYS, 'pre-key', ['1'])).values.size).toBe(1);
});

test('writers who touch the same rows in contrary orders do not deadlock', async () => {
  const { db } = database;
  const ids = Array.from({ length: 40 }, (_, n) => n);
  const batches = Array.from({ length: 60 }, (_, round) => {
    const changes = ids.map((n) => preKey(n, (n + round) % 3 === 0 ? undefined : `"${round}"`));
    return round % 2 === 0 ? changes : changes.toReversed();
  });
  await Promise.all([
    ...batches.map((changes) => writeKeys(db, changes)),
    ...Array.from({ length: 5 }, () => forgetKeys(db, US)),
    ...ids.map(put),
  ]);
  expect(await db.whatsappInbox.count()).toBe(40);
});

test('who reads on behind the last message misses none, however many are written at once', async () => {
  const { db } = database;
  let writing = true;
  const written = Promise.all(Array.from({ length: 300 }, (_, n) => put(n))).finally(() => {
    writing = false;
  });
  const seen: unknown[] = [];
  for (let after = 0n, last = false; !last; ) {
    last = !writing;
    const { messages, lost } = await waitingMessages(db, living, 7, after);
    expect(lost).toBe(0);
    seen.push(...messages.map(({ body }) => body));
    after = messages.at(-1)?.seq ?? after;
    last &&= messages.length === 0;
  }
  await written;
  expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 300 }, (_, n) => n));
});

test('nothing reads a table whole but who forgets it', async () => {
  const { db } = database;
  const tables = ['whatsapp_key', 'whatsapp_inbox', 'whatsapp_copy'];
  // Statistics are told when a connection is idle, unless it is asked to tell them.
  const readWhole = async () => {
    for (let n = 0; n < 10; n += 1) await db.$executeRaw`SELECT pg_stat_force_next_flush()`;
    return db.$queryRaw`
      SELECT relname::text AS name, seq_scan::int AS scans FROM pg_stat_user_tables WHERE relname = ANY (${tables})
      ORDER BY name`;
  };
  const before = await readWhole();
  expect(before).toHaveLength(3);
  for (let round = 0; round < 8; round += 1) {
    await writeKeys(db, [preKey(round), preKey(round + 1), preKey(round - 1, undefined)]);
    await readKeys(db, KEYS, 'pre-key', ['1', String(round)]);
    await put(round);
    const { messages } = await waitingMessages(db, living, 10);
    await forgetMessages(
      db,
      messages.map(({ name }) => name),
    );
    await writeWhatsApp(db, KEYS, EPOCH, US, { copies: [{ id: String(round), bytes: Buffer.from('kept'), at: 0 }] });
    expect(await findCopy(db, KEYS, [EPOCH], String(round))).toBeDefined();
  }
  expect(await readWhole()).toEqual(before);
});
