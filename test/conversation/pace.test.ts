/** What counts floods lives in memory only: another process on the same database knows nothing of it. */
import { expect, test } from 'vitest';
import { listReports } from '../../src/storage/reports.ts';
import type { TestDatabase } from '../support/database.ts';
import { type Reporting, reporting } from '../support/reporting.ts';
import { calendarOf, type Shell, shell } from '../support/shell.ts';

const CHAT = 'flooding';
const SLOWED = 'Laporan berikutnya dapat dikirim setelah';
const GUESSED = 'Demi keamanan, coba lagi setelah';

let database: TestDatabase;
let desk: Reporting;
let other: Shell;
reporting((open) => {
  ({ database, desk } = open);
  other = shell(database.db, calendarOf(), () => desk.now);
});

/** Goes on in the other process. */
async function elsewhere(...all: readonly (readonly ['says' | 'taps', string])[]): Promise<string> {
  for (const [how, what] of all) {
    await other[how](CHAT, what);
    await other.quiet();
  }
  return other.box
    .to(CHAT)
    .map(({ markup }) => markup)
    .join('\n');
}

async function files(): Promise<void> {
  await desk.says(CHAT, '/lapor');
  await desk.taps(CHAT, 'brief');
  await desk.says(CHAT, 'Camat membagi kaus di balai desa.', 'Klojen');
  await desk.taps(CHAT, 'done', 'file', 'skip', 'none');
}

const lanes = async (): Promise<readonly string[]> => {
  await desk.sweep();
  return (await database.db.report.findMany()).map(({ lane }) => lane).toSorted();
};

test('a chat that is slowed down here is not there: no pause, and the normal lane', async () => {
  await files();
  await files();
  await desk.says(CHAT, '/lapor');
  expect(desk.told(CHAT)).toContain(SLOWED);

  const said = await elsewhere(
    ['says', '/lapor'],
    ['taps', 'brief'],
    ['says', 'Lurah juga membagi kaus.'],
    ['says', 'Klojen'],
    ['taps', 'done'],
    ['taps', 'file'],
    ['taps', 'skip'],
    ['taps', 'none'],
  );
  expect(said).not.toContain(SLOWED);
  expect(await lanes()).toEqual(['normal', 'normal', 'normal']);

  // Here it is still counted: after the pause, but later.
  desk.now += 11 * 60_000;
  await files();
  expect(await lanes()).toEqual(['normal', 'normal', 'normal', 'slow']);

  // Officers find it behind the others, however long it waits.
  const { id } = await database.db.report.findFirstOrThrow({ where: { lane: 'slow' } });
  await database.db.report.update({ where: { id }, data: { receivedAt: new Date(desk.now - 24 * 3_600_000) } });
  expect((await listReports(database.db)).map((one) => one.id).indexOf(id)).toBe(3);
});

test('nor does a chat that guessed codes here have to wait there', async () => {
  const code = desk.code(CHAT);
  for (let n = 0; n < 6; n += 1) await desk.says(CHAT, `/status 0000-0000-0000-000${n}`);
  expect(desk.told(CHAT)).toContain(GUESSED);
  const said = await elsewhere(['says', `/status ${code}`]);
  expect(said).not.toContain(GUESSED);
  expect(said).toContain('Diterima');
});
