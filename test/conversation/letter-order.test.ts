/** Of letters a row tells no time but their hour: whoever opens them reads them in the order in which they were written. */
import { expect, test } from 'vitest';
import { parseReceiptCode, type ReceiptCode } from '../../src/domain/receipt.ts';
import { lookupOf } from '../../src/secrecy/receipt-keys.ts';
import { writeLetter } from '../../src/storage/casework.ts';
import type { TestDatabase } from '../support/database.ts';
import { type Reporting, reporting } from '../support/reporting.ts';

const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8];
let database: TestDatabase;
let desk: Reporting;
let chats = 0;
reporting((open) => {
  ({ database, desk } = open);
});

/** A report that was taken in, and the chat of somebody who has opened its mailbox. */
async function opened(): Promise<{ readonly chat: string; readonly id: string; readonly code: ReceiptCode }> {
  const [reporter, chat] = [`reporter-${++chats}`, `reader-${chats}`];
  await desk.says(reporter, '/lapor');
  await desk.taps(reporter, 'brief');
  await desk.says(reporter, 'Camat membagi kaus di balai desa kemarin.', 'Klojen');
  await desk.taps(reporter, 'done', 'file');
  await desk.sweep();
  const code = parseReceiptCode(desk.code(reporter));
  if (!code) throw new Error('no code');
  const lookup = new Uint8Array(lookupOf(code));
  const { id } = await database.db.report.findUniqueOrThrow({ where: { lookup } });
  await desk.says(chat, `status ${code}`);
  return { chat, id, code };
}

test('a reporter reads the latest letters of officers, in their order', async () => {
  const { chat, id, code } = await opened();
  for (const n of EIGHT) expect(await writeLetter(database.db, id, `Pertanyaan ke-${n}`, desk.now)).toBe('written');
  await desk.says(chat, code);
  expect(desk.told(chat).match(/Pertanyaan ke-\d/g)).toEqual(EIGHT.slice(3).map((n) => `Pertanyaan ke-${n}`));
  const letters = await database.db.letter.findMany({ where: { reportId: id } });
  expect(new Set(letters.map(({ writtenAt }) => writtenAt.getTime())).size).toBe(1);
});

test('so does the unit those of a reporter, some taken in while others are written', async () => {
  const { chat, id } = await opened();
  for (const n of EIGHT) {
    await desk.taps(chat, 'write');
    await desk.says(chat, `Jawaban ke-${n}`);
    if (n === 3) await desk.sweep();
  }
  await desk.sweep();
  const letters = await database.db.letter.findMany({ where: { reportId: id } });
  const read = await Promise.all(letters.map(({ body }) => desk.open(body)));
  const wanted = EIGHT.map((n) => ({ version: 1, nth: n, text: `Jawaban ke-${n}`, evidence: [] }));
  expect(read).toHaveLength(wanted.length);
  expect(read).toEqual(expect.arrayContaining(wanted));
});
