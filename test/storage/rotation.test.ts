/** A root secret that is replaced, twice: everything is found and opens as before, and nothing opens with a former one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatKey, contactKey, messageMark, pledgeChat } from '../../src/conversation/chat.ts';
import { openEnvelope } from '../../src/conversation/envelope.ts';
import { openSession, wasHandled } from '../../src/conversation/memory.ts';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { open, SealError } from '../../src/secrecy/seal.ts';
import { assertUnit, lockedKey, UnitKeyError } from '../../src/secrecy/unit-key.ts';
import { checkActivation } from '../../src/storage/activation.ts';
import { takeUnannounced } from '../../src/storage/mailbox.ts';
import { findPeople } from '../../src/storage/people.ts';
import { recordArrivals } from '../../src/storage/reminders/receipts.ts';
import { openKeys } from '../../src/storage/root.ts';
import { writeRoster } from '../../src/storage/roster.ts';
import { rotateRoot } from '../../src/storage/rotation/rotate.ts';
import { listUnits } from '../../src/storage/units.ts';
import { findCopy } from '../../src/storage/whatsapp-copies.ts';
import { waitingMessages } from '../../src/storage/whatsapp-inbox.ts';
import { readKeys } from '../../src/storage/whatsapp-keys.ts';
import { ROOT } from '../support/roster-rows.ts';
import { type Hours, openHours } from './hours.ts';
import { ADDRESS, ARRIVAL, CODE, CREDS, DAMAGED, envelope, fill, NOON, OTHERS, SARI, SESSION } from './rooted.ts';

const SECOND = 'the second root secret of this test, long enough';
const THIRD = 'the third root secret of this test, long enough';

const ROTATED = [
  ...['activation.code_index', 'contact.address_sealed', 'contact.key', 'outbox.body', 'outbox.chat', 'pledge.sealed'],
  ...['person.digest', 'person.nip_index', 'person.sealed', 'reminder.contact', 'reminder.receipt', 'root.sealed'],
  ...['session.body', 'session.key', 'session.recent', 'unit.recipient_mac', 'unit.wrapped', 'watch.sealed'],
  ...['whatsapp_copy.body', 'whatsapp_copy.name', 'whatsapp_inbox.body', 'whatsapp_inbox.name'],
  ...['whatsapp_key.name', 'whatsapp_key.value'],
];
/** Of keys of hours, which stay what they are; sealed to a unit or a reporter; found by a code. */
const OF_NO_ROOT = [
  ...['errand.body', 'evidence.outcome', 'evidence_part.bytes', 'intake.body', 'intake.id', 'intake.lookup'],
  ...['letter.body', 'report.body', 'report.lookup', 'watch.lookup'],
];

let hours: Hours;
/** The first root, and the two that followed. */
let roots: readonly [Keys, Keys, Keys];
/** How many rows each rotation wrote, and what did not open. */
let done: readonly { readonly rows: number; readonly closed: number }[];

/** With the keys of hours, and nobody else at work. */
const HERE = {
  hours: (keys: Keys) => new EpochKeys(hours.folder, keys).kept(NOON),
  now: NOON,
  alone: false,
};

beforeAll(async () => {
  hours = await openHours();
  const { db } = hours.database;
  const first = await openKeys(db, ROOT);
  await fill(hours, first);
  const toSecond = await rotateRoot(db, { former: ROOT, next: SECOND }, HERE);
  const second = await openKeys(db, SECOND);
  // In the same hour: what an hour began under stays.
  const toThird = await rotateRoot(db, { former: SECOND, next: THIRD }, HERE);
  roots = [first, second, await openKeys(db, THIRD)];
  done = [toSecond, toThird];
});
afterAll(() => hours.close());

test('every row is written anew; the one seal that does not open is left, and counted', async () => {
  expect(done).toEqual(Array(2).fill({ rows: 12 + OTHERS, closed: 1 }));
  const { db } = hours.database;
  const [, , keys] = roots;
  const left = await db.contact.findFirstOrThrow({ where: { personId: null } });
  expect(left.addressSealed).toEqual(new Uint8Array(60).fill(1));
  expect(left.key).not.toEqual(DAMAGED);
  for (let n = 0; n < OTHERS; n += 1) {
    const { bytes } = chatKey(keys, { ...ADDRESS, id: `other ${n}` });
    const row = await db.session.findUniqueOrThrow({ where: { key: new Uint8Array(bytes) } });
    expect(open(keys, 'session.seal', bytes, row.body)).toEqual({ language: 'id', n });
  }
});

test('a chat goes on where it was, also in the middle of a draft, and knows what it has handled', async () => {
  const { db } = hours.database;
  const [, , keys] = roots;
  const chat = chatKey(keys, ADDRESS);
  const row = await db.session.findUniqueOrThrow({ where: { key: new Uint8Array(chat.bytes) } });
  const epochs = new EpochKeys(hours.folder, keys);
  const name = { ...chat, address: 'telegram:1001' };
  expect(await openSession(keys, (id) => epochs.find(id, NOON), name, row.body)).toEqual(SESSION(keys));
  expect(wasHandled(row.recent, messageMark(keys, ARRIVAL))).toBe(true);
  expect(wasHandled(row.recent, messageMark(keys, { ...ARRIVAL, messageId: '78' }))).toBe(false);
  const owed = await db.outbox.findUniqueOrThrow({ where: { chat_seq: { chat: new Uint8Array(chat.bytes), seq: 3 } } });
  expect(openEnvelope(await epochs.living(NOON), chat.bytes, owed.body)).toEqual(envelope(keys));
});

test('a contact is found by its address, and opens; so does the pledge that waits', async () => {
  const { db } = hours.database;
  const [, , keys] = roots;
  const key = contactKey(keys, ADDRESS);
  const row = await db.contact.findUniqueOrThrow({ where: { key: new Uint8Array(key) } });
  expect(open(keys, 'contact.seal', key, row.addressSealed ?? new Uint8Array())).toEqual(ADDRESS);
  expect(row.slot).toBe(pledgeChat(keys, ADDRESS));
  expect(await db.reminder.count({ where: { contact: new Uint8Array(key) } })).toBe(1);
  expect(await recordArrivals(db, keys, ['3EB0SATU'])).toBe(1);
});

test('the roster is the same, and a code works', async () => {
  const { db } = hours.database;
  const [, , keys] = roots;
  const sari = (await findPeople(db, keys, [SARI.nip])).get(SARI.nip);
  expect(sari).toMatchObject({ name: SARI.name, phone: SARI.phone, hasCode: true });
  expect(await checkActivation(db, keys, sari?.id ?? '', 'K7QM2XPD', NOON)).toEqual({ ok: true });
  // A file that says the same again changes nothing.
  expect(await writeRoster(db, keys, [{ ...SARI, ...(CODE ? { code: CODE } : {}) }])).toMatchObject({ unchanged: 1 });
});

test('WhatsApp stays linked, what waits is handled, what is asked for again is there', async () => {
  const { db } = hours.database;
  const [, , keys] = roots;
  const epochs = new EpochKeys(hours.folder, keys);
  expect((await readKeys(db, keys, 'creds', ['creds'])).values.get('creds')).toBe(CREDS);
  const { messages, lost } = await waitingMessages(db, () => epochs.living(NOON), 10);
  expect(messages.map(({ body }) => body)).toEqual([{ text: 'menunggu' }]);
  expect(lost).toBe(0);
  expect(await findCopy(db, keys, await epochs.living(NOON), 'B')).toEqual(new Uint8Array(Buffer.from('salinan')));
});

test('a unit stays authentic, and who waits for a letter is told', async () => {
  const { db } = hours.database;
  const [first, , keys] = roots;
  const [unit] = await listUnits(db);
  if (!unit) throw new Error('no unit');
  expect(assertUnit(keys, unit)).toBe(unit.recipient);
  expect(lockedKey(keys, unit).length).toBeGreaterThan(100);
  expect(() => assertUnit(first, unit)).toThrow(UnitKeyError);
  const epochs = new EpochKeys(hours.folder, keys);
  const { watchers, unreadable } = await takeUnannounced(db, keys, await epochs.kept(NOON));
  expect([watchers, unreadable]).toEqual([[{ ...ADDRESS, language: 'id' }], 0]);
});

test('a former root is refused, and names nothing any more', async () => {
  const { db } = hours.database;
  const [first, second, keys] = roots;
  for (const former of [ROOT, SECOND]) await expect(openKeys(db, former)).rejects.toThrow(SealError);
  const found = async (under: Keys) => {
    const session = await db.session.findFirstOrThrow({ where: { version: 3 } });
    return [
      (await findPeople(db, under, [SARI.nip])).size,
      await db.session.count({ where: { key: new Uint8Array(chatKey(under, ADDRESS).bytes) } }),
      await db.outbox.count({ where: { chat: new Uint8Array(chatKey(under, ADDRESS).bytes) } }),
      await db.contact.count({ where: { key: new Uint8Array(contactKey(under, ADDRESS)) } }),
      await db.contact.count({ where: { slot: pledgeChat(under, ADDRESS) } }),
      await db.reminder.count({ where: { contact: new Uint8Array(contactKey(under, ADDRESS)) } }),
      Number(wasHandled(session.recent, messageMark(under, ARRIVAL))),
      (await readKeys(db, under, 'creds', ['creds'])).values.size,
    ];
  };
  expect(await found(keys)).toEqual(Array(8).fill(1));
  // The keys as the former root had them, and as whoever has it alone can make them.
  for (const former of [first, second, new Keys(ROOT), new Keys(SECOND)]) {
    expect(await found(former)).toEqual(Array(8).fill(0));
  }
});

test('no seal in any table is of a former root', async () => {
  const { db } = hours.database;
  const columns = await db.$queryRaw<{ table: string; column: string }[]>`
    SELECT table_name AS table, column_name AS column FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'bytea'`;
  const counts = [0, 0, 0];
  for (const { table, column } of columns) {
    const rows = await db.$queryRawUnsafe<{ head: string }[]>(
      `SELECT encode(substring("${column}" FROM 2 FOR 4), 'hex') AS head FROM "${table}" WHERE "${column}" IS NOT NULL`,
    );
    for (const { head } of rows) {
      const nth = roots.findIndex(({ rootId }) => rootId.toString('hex') === head);
      if (nth >= 0) counts[nth] = (counts[nth] ?? 0) + 1;
    }
  }
  // The sessions, contact, person, unit, watch, WhatsApp's credentials, and the row that says so.
  expect(counts).toEqual([0, 0, OTHERS + 7]);
});

test('a new column of bytes is thought of: it is rotated, or the root has nothing to do with it', async () => {
  const columns = await hours.database.db.$queryRaw<{ name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'bytea' ORDER BY 1`;
  expect(columns.map(({ name }) => name)).toEqual([...ROTATED, ...OF_NO_ROOT].sort());
});
