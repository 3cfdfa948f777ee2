/** What a sweep hides from somebody who has the files of the database as well, and from a turn that is under way meanwhile. */
import { expect, test } from 'vitest';
import { chatKey } from '../../src/conversation/chat.ts';
import { addIntake } from '../../src/storage/intake.ts';
import { writeTurns } from '../../src/storage/turns.ts';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';
import { photo, type Reporting, reporting } from '../support/reporting.ts';
import { keys } from '../support/shell.ts';
import { deadIn, tuplesOf } from './tuples.ts';

let database: TestDatabase;
let desk: Reporting;
reporting(async (open) => {
  ({ database, desk } = open);
  await database.db.$executeRaw`CREATE EXTENSION pageinspect`;
}, postgresDatabase);

test('no dead row of the report side is left in its pages', async () => {
  const chat = 'reporter';
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa.', 'Klojen');
  await desk.sends(chat, await photo());
  await desk.taps(chat, 'done', 'file', 'skip', 'none');
  expect(await deadIn(database.db, 'errand')).not.toEqual([]);
  await desk.sweep();
  for (const table of ['intake', 'errand', 'evidence', 'evidence_part']) {
    expect(await deadIn(database.db, table)).toEqual([]);
  }
});

test('a turn under way during a sweep is rewritten by the next', async () => {
  const epoch = await desk.house.epochs.current(desk.now);
  const chat = chatKey(keys, { channel: 'telegram', id: 'under way' });
  const session = { key: chat, version: 1, body: Buffer.alloc(9), mark: Buffer.alloc(8), wrote: true };
  const item = { kind: 'withdrawal', lookup: 'ab'.repeat(16), at: 0 } as const;
  await database.db.$transaction(async (tx) => {
    const day = new Date(desk.now).toISOString().slice(0, 10);
    const changes = [addIntake(epoch, [{ chat: chat.hex, item }])];
    await writeTurns(tx, [session], { sent: [], changes, day, leaseMs: 0 });
    await desk.says('somebody else', '/mulai');
    await desk.says('reporter', `status ${desk.code('reporter')}`);
    await desk.taps('reporter', 'withdraw', 'yes', 'none');
    await desk.sweep();
  });
  await desk.sweep();
  const sessions = await tuplesOf(database.db, 'session', { key: `encode(key, 'hex')` });
  expect(sessions.map(({ key }) => key)).toContain(chat.hex);
  expect(new Set(sessions.map(({ xmin }) => xmin)).size).toBe(1);
});
