/** Evidence that no report has is kept for a day, at most, and nobody files a report without it who takes it to be there. */
import { beforeEach, expect, test } from 'vitest';
import { tidyUp } from '../../src/storage/tidying.ts';
import type { TestDatabase } from '../support/database.ts';
import { photo, type Reporting, reporting } from '../support/reporting.ts';
import { keys } from '../support/shell.ts';
import { NOON } from '../support/world.ts';
import { openMinutes } from './minutes.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FOR_EVER = { unproven: 3650, closed: 3650, open: 3650 };

let database: TestDatabase;
let desk: Reporting;
let chat = '';
let tests = 0;
reporting((open) => {
  ({ database, desk } = open);
});
/** Somebody is shown what they are about to file, a picture and a link among it, and goes on in the evening. */
beforeEach(async () => {
  const { db } = database;
  await db.report.deleteMany();
  await db.evidence.deleteMany();
  desk.now = NOON;
  chat = `reporter-${++tests}`;
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa.', 'Klojen');
  await desk.sends(chat, await photo());
  await desk.says(chat, 'https://contoh.test/kaus');
  desk.now = NOON + 8 * HOUR;
  await desk.taps(chat, 'done');
  expect(desk.told(chat)).toContain('Bukti: 2');
});

const tidied = () => tidyUp(database.db, keys, desk.house.epochs, FOR_EVER, desk.now);

const filed = async () => {
  await desk.sweep();
  return Promise.all((await database.db.report.findMany()).map(({ body }) => desk.open(body)));
};

test('it goes with the full hour, whenever the service was started', async () => {
  const hours = { database, epochs: desk.house.epochs, folder: '', close: async () => {} };
  const minutes = await openMinutes({ given: { hours, keys }, now: NOON + 23 * HOUR + 43 * MINUTE });
  for (let minute = 44; minute < 60; minute += 1) await minutes.pass();
  const kept = await database.db.evidence.count();
  await minutes.pass();
  await minutes.close();
  expect([kept, await database.db.evidence.count()]).toEqual([1, 0]);
});

test('filed in time it is in the report, though its day ends before the sweep', async () => {
  desk.now = NOON + 24 * HOUR - 6 * MINUTE;
  await desk.taps(chat, 'file', 'skip', 'none');
  desk.now = NOON + 24 * HOUR;
  expect(await tidied()).toMatchObject({ pieces: 0 });
  const [body] = await filed();
  expect(body).toMatchObject({ evidence: [{ piece: { kind: 'photo' } }, { link: 'https://contoh.test/kaus' }] });
  expect(await database.db.evidence.count({ where: { reportId: { not: null } } })).toBe(1);
});

test.each([
  ['in its last minutes', 24 * HOUR - 4 * MINUTE],
  ['afterwards', 24 * HOUR + 11 * MINUTE],
])('filed %s it is said to be gone before anything is filed', async (_, later) => {
  desk.now = NOON + later;
  await tidied();
  await desk.taps(chat, 'file');
  expect([await database.db.intake.count(), await database.db.evidence.count()]).toEqual([0, 0]);
  expect(desk.told(chat)).toContain('Bukti 1 sudah terhapus');
  expect(desk.told(chat).split('Mohon diperiksa').at(-1)).toContain('Bukti: 1');
  await desk.taps(chat, 'file', 'skip', 'none');
  const [body] = await filed();
  expect(body).toMatchObject({ evidence: [{ link: 'https://contoh.test/kaus' }] });
});

test('what could never be kept was told at once, and is not said to be forgotten', async () => {
  await desk.taps(chat, 'edit', 'evidence', 'remove1');
  await desk.sends(chat, Buffer.alloc(0));
  await desk.taps(chat, 'done');
  desk.now = NOON + 31 * HOUR;
  await tidied();
  await desk.taps(chat, 'file', 'skip', 'none');
  expect(desk.told(chat)).not.toContain('sudah terhapus');
  const [body] = await filed();
  expect(body).toMatchObject({ evidence: [{ link: 'https://contoh.test/kaus' }] });
});
