/** What is to be done outside a turn is taken up again after a crash, and by whoever has the keys. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimErrands } from '../../src/storage/errands.ts';
import { keepPiece } from '../../src/storage/evidence.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { photo, Reporting } from '../support/reporting.ts';
import { fillDatabase } from '../support/roster.ts';

let database: TestDatabase;
let desk: Reporting;
beforeAll(async () => {
  database = await testDatabase();
  await fillDatabase(database.db);
  desk = await Reporting.open(database);
});
afterAll(async () => {
  await desk.close();
  await database.close();
});

async function upToTheEvidence(chat: string): Promise<void> {
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa kemarin.', 'Klojen');
  await desk.posts(chat, await photo());
}

test('a piece that became a report’s stays with it when its errand is carried out once more', async () => {
  const { db } = database;
  await upToTheEvidence('killed');
  const { body, ...errand } = await db.errand.findFirstOrThrow();
  await desk.work();
  await desk.taps('killed', 'done', 'file');
  await desk.sweep();
  const before = await db.evidence.findFirstOrThrow();
  expect(before.reportId).not.toBeNull();

  // As if nobody had noted that it was done.
  await db.errand.create({ data: { ...errand, body: new Uint8Array(body) } });
  await desk.work();
  expect(await db.evidence.findMany()).toEqual([before]);
  expect(await db.errand.count()).toBe(0);
});

test('an errand that these keys do not open is left to a replica whose keys do', async () => {
  const { db } = database;
  await upToTheEvidence('elsewhere');
  expect(await claimErrands(db, [], 2, 1000)).toEqual([]);
  expect(await db.errand.count()).toBe(1);
  await db.errand.updateMany({ data: { due: new Date(0) } });
  await desk.work();
  expect(await db.errand.count()).toBe(0);
  expect(desk.told('elsewhere')).toContain('Bukti 1 sudah aman');
});

test('a report is not filed before its sender was told that a piece failed', async () => {
  const { db } = database;
  await upToTheEvidence('untold');
  const [errand] = await db.errand.findMany();
  if (!errand) throw new Error('no errand');
  const failed = { id: errand.id, outcome: { kind: 'failed', fault: 'failed' }, now: desk.now } as const;
  await keepPiece(db, await desk.house.epochs.current(desk.now), failed, []);
  await desk.taps('untold', 'done', 'file');
  expect(desk.told('untold')).toContain('1 bukti masih diamankan');
  await desk.work();
  expect(desk.told('untold')).toContain('Bukti 1 belum dapat disimpan');
  await desk.taps('untold', 'file');
  expect(desk.code('untold')).toMatch(/^[0-9A-Z-]{19}$/);
});
