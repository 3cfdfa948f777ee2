/** How long a report is kept, by what became of it and by what the settings say; and what goes with it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readConfig, retentionOf } from '../../src/config.ts';
import { REPORT_STATUSES, type ReportStatus } from '../../src/domain/report.ts';
import { type Retention, tidy } from '../../src/storage/retention.ts';
import { createUnit } from '../../src/storage/units.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { KEYS } from '../support/roster-rows.ts';
import { NOON } from '../support/world.ts';

const DAY = 86_400_000;
const [UNPROVEN, CLOSED, OPEN] = [90, 730, 1095];
/** Days that a report is kept after it came to a status, unless the settings say otherwise. */
const DAYS: Readonly<Record<ReportStatus, number>> = {
  diterima: OPEN,
  triase: OPEN,
  informasi_awal: OPEN,
  diarahkan_b1: OPEN,
  penelusuran: OPEN,
  kajian_awal: OPEN,
  perbaikan: OPEN,
  registrasi: OPEN,
  tidak_diregistrasi: UNPROVEN,
  klarifikasi: OPEN,
  kajian: OPEN,
  bukan_pelanggaran: UNPROVEN,
  rekomendasi: OPEN,
  pidana: OPEN,
  diteruskan: OPEN,
  bap_tim: OPEN,
  tidak_terbukti: UNPROVEN,
  sanksi: CLOSED,
  selesai: CLOSED,
  dicabut: UNPROVEN,
};

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const unit = { id: 'u1', name: 'Bawaslu Contoh', region: 'Kota Malang', day: '2026-11-01' };
  await createUnit(database.db, KEYS, unit, { workFactor: 2 });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.evidence.deleteMany();
  await database.db.watch.deleteMany();
  await database.db.report.deleteMany();
});

const dayOf = (moment: number): Date => new Date(new Date(moment).toISOString().slice(0, 10));
const lookupOf = (id: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(id));

/** A report that came to a status so many days ago, with evidence, a letter, and somebody who wants to hear of it. */
async function put(id: string, status: ReportStatus, days: number): Promise<void> {
  const { db } = database;
  await db.report.create({
    data: {
      id,
      lookup: lookupOf(id),
      unitId: 'u1',
      reporter: 'age1contoh',
      category: 'lain',
      area: 'Klojen',
      role: 'unknown',
      lane: 'normal',
      status,
      // However long ago it was filed, its status counts.
      receivedAt: new Date(NOON - 3000 * DAY),
      statusOn: dayOf(NOON - days * DAY),
      body: new Uint8Array(),
      letters: {
        create: { id: `letter of ${id}`, author: 'officer', writtenAt: new Date(NOON), body: new Uint8Array() },
      },
    },
  });
  await db.evidence.create({
    data: { id: `piece of ${id}`, role: 'clean', reportId: id, parts: { create: { n: 0, bytes: new Uint8Array() } } },
  });
  await db.watch.create({ data: { lookup: lookupOf(id), sealed: new Uint8Array() } });
}

const left = async (): Promise<readonly string[]> =>
  (await database.db.report.findMany({ select: { id: true } })).map(({ id }) => id).toSorted();

/** Puts a report of every status on the last day that it is kept, and one a day older, and tidies up. */
async function expectKept(retention: Retention, days: (status: ReportStatus) => number): Promise<void> {
  for (const status of REPORT_STATUSES) {
    await put(`${status} on its last day`, status, days(status));
    await put(`${status} afterwards`, status, days(status) + 1);
  }
  const tidied = await tidy(database.db, retention, [], NOON);
  expect(await left()).toEqual(REPORT_STATUSES.map((status) => `${status} on its last day`).toSorted());
  expect(tidied).toMatchObject({ reports: REPORT_STATUSES.length, pieces: REPORT_STATUSES.length });
}

test('unproven ones for 90 days, closed ones for 730, open ones for 1,095, and not a day longer', async () => {
  await expectKept(retentionOf(readConfig({})), (status) => DAYS[status]);
  const { db } = database;
  const kept = REPORT_STATUSES.length;
  expect(
    await Promise.all([db.letter.count(), db.evidence.count(), db.evidencePart.count(), db.watch.count()]),
  ).toEqual([kept, kept, kept, kept]);
});

test('or for as long as the settings say, each for its own', async () => {
  const set = { KEEP_UNPROVEN_DAYS: '7', KEEP_CLOSED_DAYS: '30', KEEP_OPEN_DAYS: '200' };
  const days = new Map([
    [UNPROVEN, 7],
    [CLOSED, 30],
    [OPEN, 200],
  ]);
  await expectKept(retentionOf(readConfig(set)), (status) => days.get(DAYS[status]) ?? 0);
});

test('none is kept for longer than an open one, whatever became of it', async () => {
  const set = { KEEP_UNPROVEN_DAYS: '500', KEEP_CLOSED_DAYS: '500', KEEP_OPEN_DAYS: '100' };
  await expectKept(retentionOf(readConfig(set)), () => 100);
});

test('what is not due stays however often it is asked for', async () => {
  await put('fresh', 'diterima', 0);
  await put('tomorrow', 'dicabut', UNPROVEN);
  const retention = retentionOf(readConfig({}));
  for (const hours of [0, 1, 6, 11])
    expect(await tidy(database.db, retention, [], NOON + hours * 3_600_000)).toMatchObject({ reports: 0 });
  expect(await left()).toEqual(['fresh', 'tomorrow']);
  expect(await tidy(database.db, retention, [], NOON + DAY)).toMatchObject({ reports: 1, pieces: 1 });
  expect(await left()).toEqual(['fresh']);
});

test('what belongs to no report goes when its time is over: evidence of drafts, errands, messages that came', async () => {
  const { db } = database;
  for (const [name, until, hour] of [
    ['today', dayOf(NOON), NOON + 3_600_000],
    ['yesterday', dayOf(NOON - DAY), NOON],
  ] as const) {
    await db.evidence.create({ data: { id: name, role: 'clean', until: new Date(hour) } });
    await db.errand.create({ data: { id: name, kind: 'erase', body: new Uint8Array(), due: new Date(NOON), until } });
    await db.whatsappInbox.create({ data: { name: lookupOf(name), body: new Uint8Array(), until } });
  }
  const tidied = await tidy(db, retentionOf(readConfig({})), [], NOON);
  expect(tidied).toEqual({ reports: 0, pieces: 1, errands: 1 });
  expect(await db.evidence.findMany({ select: { id: true } })).toEqual([{ id: 'today' }]);
  expect(await db.errand.findMany({ select: { id: true } })).toEqual([{ id: 'today' }]);
  expect(await db.whatsappInbox.findMany({ select: { name: true } })).toEqual([{ name: lookupOf('today') }]);
});

test('what a sweep has given to a report that was erased meanwhile goes too', async () => {
  const { db } = database;
  await put('there', 'diterima', 0);
  await db.evidence.create({ data: { id: 'late', role: 'clean', reportId: 'gone' } });
  expect(await tidy(db, retentionOf(readConfig({})), [], NOON)).toMatchObject({ reports: 0, pieces: 1 });
  expect(await db.evidence.findMany({ select: { id: true } })).toEqual([{ id: 'piece of there' }]);
});
