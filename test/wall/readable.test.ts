/** What of a report stands in the clear, for work and statistics: words of our own lists, days and hours, and nothing that was typed. */
import { expect, test } from 'vitest';
import type { TestDatabase } from '../support/database.ts';
import { type Reporting, reporting } from '../support/reporting.ts';

let database: TestDatabase;
let desk: Reporting;
reporting((open) => {
  ({ database, desk } = open);
});

test.each([
  ['a kecamatan', 'klojen', 'Klojen'],
  ['the internet', 'daring', 'daring'],
  ['a place in their own words', 'rumah Bu Zulaikhawati, gang dua, RT 3', ''],
  ['nothing', 'lewati', ''],
])('the place of a report: %s', async (_, typed, readable) => {
  desk.now += 9 * 60_000;
  const chat = `somebody in ${typed}`;
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus, kata Bu Zulaikhawati.', typed);
  if (readable === 'daring') await desk.taps(chat, 'skip');
  await desk.taps(chat, 'done', 'file', 'skip', 'none');
  await desk.sweep();
  const [report] = await database.db.report.findMany();
  await database.db.report.deleteMany();
  expect(report).toMatchObject({
    area: readable,
    category: 'lain',
    role: 'unknown',
    lane: 'normal',
    status: 'diterima',
  });
  expect([report?.receivedAt.getTime(), report?.statusOn.getTime()].map((at) => (at ?? 1) % 3_600_000)).toEqual([0, 0]);
  // The officers read it as it was told.
  const told = readable === '' ? (typed === 'lewati' ? undefined : typed) : readable;
  expect(await desk.open(report?.body ?? new Uint8Array())).toMatchObject(told === undefined ? {} : { area: told });
});
