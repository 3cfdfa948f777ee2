/** Who is to hear of a letter, asked while a sweep is taking in what was wished last. */
import { expect, test } from 'vitest';
import { parseReceiptCode } from '../../src/domain/receipt.ts';
import { lookupOf } from '../../src/secrecy/receipt-keys.ts';
import { writeLetter } from '../../src/storage/casework.ts';
import { clearIntake, lockIntake } from '../../src/storage/intake.ts';
import { setWatch, takeUnannounced } from '../../src/storage/mailbox.ts';
import { postgresDatabase, type TestDatabase } from '../support/database.ts';
import { type Reporting, reporting } from '../support/reporting.ts';
import { keys } from '../support/shell.ts';
import { untilWaiting } from '../support/waiting.ts';

let database: TestDatabase;
let desk: Reporting;
reporting((open) => {
  ({ database, desk } = open);
}, postgresDatabase);

test('who wants no more news hears of none, wherever their wish is at that moment', async () => {
  const { db } = database;
  const chat = 'reporter';
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa kemarin.', 'Klojen');
  await desk.taps(chat, 'done', 'file', 'skip', 'none');
  const code = parseReceiptCode(desk.code(chat));
  if (!code) throw new Error('no code');
  const lookup = lookupOf(code).toString('hex');
  await desk.says(chat, `status ${code}`);
  await desk.taps(chat, 'watch', 'yes');
  await desk.sweep();
  expect(await db.watch.count()).toBe(1);
  await desk.taps(chat, 'unwatch');
  const { id } = await db.report.findFirstOrThrow();
  expect(await writeLetter(db, id, 'Apakah ada saksi lain?', desk.now)).toBe('written');

  const living = await desk.house.epochs.living(desk.now);
  const { hearing } = await db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE intake IN ACCESS EXCLUSIVE MODE`;
    const hearing = takeUnannounced(db, keys, living);
    await untilWaiting(tx);
    const { waiting } = await lockIntake(tx, async () => living);
    expect(waiting.map(({ item }) => item)).toEqual([{ kind: 'watch', lookup }]);
    await setWatch(tx, keys, lookup, undefined);
    await clearIntake(
      tx,
      waiting.map((one) => one.id),
    );
    return { hearing };
  });
  expect(await hearing).toEqual({ watchers: [], unreadable: 0 });
});
