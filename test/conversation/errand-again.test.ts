/** What is to be done outside a turn is taken up again after a crash, and by whoever has the keys. */
import { expect, test } from 'vitest';
import { fetchEvidence } from '../../src/jobs/fetch-evidence.ts';
import { claimErrands, type Errand } from '../../src/storage/errands.ts';
import { keepPiece } from '../../src/storage/evidence.ts';
import type { TestDatabase } from '../support/database.ts';
import { photo, type Reporting, reporting } from '../support/reporting.ts';

let database: TestDatabase;
let desk: Reporting;
reporting((open) => {
  ({ database, desk } = open);
});

async function upToTheEvidence(chat: string): Promise<void> {
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa kemarin.', 'Klojen');
  await desk.posts(chat, await photo());
}

/** The errand of the piece that was sent last, as another replica has it under way. */
async function taken(): Promise<Errand & { readonly body: { readonly piece: string } }> {
  const living = await desk.house.epochs.living(desk.now);
  const [errand] = await claimErrands(database.db, living, 1, 0);
  const { body } = errand ?? {};
  if (!errand || typeof body !== 'object' || !body || !('piece' in body)) throw new Error('no errand');
  return { ...errand, body: { ...body, piece: String(body.piece) } };
}

test('a replica that comes late with a piece leaves it to the report that has it', async () => {
  const { db } = database;
  const { signal } = new AbortController();
  await upToTheEvidence('late');
  const errand = await taken();
  await desk.work();
  await desk.taps('late', 'done', 'file', 'skip', 'none');
  const kept = await db.evidence.findMany();
  await fetchEvidence(desk.means, errand, signal);
  expect(await db.evidence.findMany()).toEqual(kept);
  await desk.sweep();
  const adopted = await db.evidence.findMany();
  expect(adopted).toMatchObject([{ reportId: expect.any(String), outcome: null, until: null }]);
  await fetchEvidence(desk.means, errand, signal);
  expect(await db.evidence.findMany()).toEqual(adopted);
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
  const { id, body } = await taken();
  const outcome = { kind: 'failed', fault: 'failed' } as const;
  const failed = { piece: body.piece, outcome, now: desk.now, errand: id };
  expect(await keepPiece(db, await desk.house.epochs.current(desk.now), failed, [])).toBe(true);
  await desk.taps('untold', 'done', 'file');
  expect(desk.told('untold')).toContain('1 bukti masih diamankan');
  await desk.work();
  expect(desk.told('untold')).toContain('Bukti 1 belum dapat disimpan');
  await desk.taps('untold', 'file');
  expect(desk.code('untold')).toMatch(/^[0-9A-Z-]{19}$/);
});
