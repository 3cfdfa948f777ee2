/** What turns change in the list of contacts while somebody else writes the same row: they wait for it, and nothing is lost. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { chooseReminders, noteLanguages, noteUse, stopElsewhere } from '../../src/storage/contact-writing.ts';
import { openDatabase, type PrismaClient } from '../../src/storage/db.ts';
import { type TurnChange, writeTurns } from '../../src/storage/turns.ts';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';
import { remindable } from '../support/remindable.ts';
import { emptyDatabase } from '../support/roster.ts';
import { untilWaiting } from '../support/waiting.ts';

let database: TestDatabase & { readonly url: string };
let other: Awaited<ReturnType<typeof openDatabase>>;
let db: PrismaClient;
beforeAll(async () => {
  database = await postgresDatabase();
  ({ db } = database);
  other = await openDatabase({ databaseUrl: database.url, dataDir: 'unused' });
});
afterAll(async () => {
  await other.close();
  await database.close();
});
beforeEach(async () => {
  await emptyDatabase(db);
  await remindable(db, 'Sari');
  await remindable(db, 'Sari', { on: 'whatsapp' });
});

const TELEGRAM = Buffer.from('Sari telegram verified');
const WHATSAPP = Buffer.from('Sari whatsapp verified');
const at = { key: new Uint8Array(TELEGRAM) };

/** A turn of a chat, with changes. */
const turn = (key: Buffer, ...changes: readonly TurnChange[]) =>
  writeTurns(
    db,
    [
      {
        key: { bytes: key, hex: key.toString('hex') },
        version: 1,
        body: key,
        mark: key.subarray(0, 8),
        wrote: true,
      },
    ],
    { sent: [], changes, day: '2026-11-30', leaseMs: 1000 },
  );

/** Does something while another process has written Sari's row on Telegram and not committed yet. */
async function meanwhile(does: () => Promise<unknown>): Promise<void> {
  let done: Promise<unknown> = Promise.resolve();
  await other.db.$transaction(async (tx) => {
    await tx.contact.update({ where: at, data: { channel: 'telegram' } });
    done = does();
    await untilWaiting(db);
  });
  await done;
}

test('who stops in another of their chats', async () => {
  const choice = {
    ...{ chat: WHATSAPP.toString('hex'), key: WHATSAPP, channel: 'whatsapp', language: 'id', reminders: false },
    person: { id: 'p Sari', slot: 'verified' },
  };
  await meanwhile(() => turn(WHATSAPP, chooseReminders([choice]), stopElsewhere([choice])));
  expect(await db.contact.findUnique({ where: at })).toMatchObject({ reminders: false, addressSealed: null });
});

test('who chooses a language', async () => {
  const chosen = { chat: TELEGRAM.toString('hex'), key: TELEGRAM, language: 'en' };
  await meanwhile(() => turn(TELEGRAM, noteLanguages([chosen])));
  expect(await db.contact.findUnique({ where: at })).toMatchObject({ language: 'en', reminders: true });
});

test('who was here about their pledge', async () => {
  const before = await db.contact.findUnique({ where: at });
  const used = { chat: TELEGRAM.toString('hex'), key: TELEGRAM, person: { id: 'p Sari', slot: 'her chat' } };
  await meanwhile(() => turn(TELEGRAM, noteUse([used])));
  const after = await db.contact.findUnique({ where: at });
  expect(after).toMatchObject({ slot: 'her chat' });
  expect(after?.seq).toBeGreaterThan(before?.seq ?? 0n);
});
