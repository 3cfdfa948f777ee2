/** Sixty megabytes together: by the bytes that came, and not by what a platform has told of them. */
import { beforeEach, expect, test } from 'vitest';
import { MEGABYTE } from '../../src/domain/evidence.ts';
import type { TestDatabase } from '../support/database.ts';
import { photo, type Reporting, reporting } from '../support/reporting.ts';

let database: TestDatabase;
let desk: Reporting;
let chats = 0;
let chat = '';
reporting((open) => {
  ({ database, desk } = open);
});
beforeEach(async () => {
  chat = `reporter-${++chats}`;
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa.', 'Klojen');
});

/** A picture with much behind its end, which its clean copy has not. */
const large = async (): Promise<Buffer> => Buffer.concat([await photo(), Buffer.alloc(16 * MEGABYTE)]);
const TOO_MUCH = 'Semua bukti bersama paling banyak 60 MB. Kirim yang terpenting';

/** The pieces that the report of this chat was filed with. */
async function filed(): Promise<readonly unknown[]> {
  await desk.taps(chat, 'done', 'file');
  await desk.sweep();
  const { body } = await database.db.report.findFirstOrThrow();
  await database.db.report.deleteMany();
  const told = await desk.open(body);
  return typeof told === 'object' && told !== null && 'evidence' in told && Array.isArray(told.evidence)
    ? told.evidence
    : [];
}

test('four files that are told to be small and come at once: the one that is too much is not kept, and that is said', async () => {
  const file = await large();
  for (let n = 0; n < 4; n += 1) await desk.posts(chat, file, { size: 10 });
  await desk.work();
  expect(desk.told(chat).match(/Bukti \d sudah aman/g)).toHaveLength(3);
  expect(desk.told(chat)).toMatch(new RegExp(`Bukti \\d belum dapat disimpan\\.\n${TOO_MUCH}`));
  expect(await database.db.errand.count()).toBe(0);
  expect(await database.db.evidence.count()).toBe(3);

  // There is room for a small one, and the one that was given up takes none of it.
  await desk.sends(chat, await photo(), { size: 10 });
  expect(desk.told(chat)).toContain('Bukti 5 sudah aman');
  await desk.posts(chat, file, { size: 16 * MEGABYTE });
  expect(desk.told(chat).match(new RegExp(TOO_MUCH, 'g'))).toHaveLength(2);
  expect(await filed()).toHaveLength(4);
  expect(await database.db.evidence.count()).toBe(4);
  await database.db.evidence.deleteMany();
});

test('what was told to be large and is not leaves room for more', async () => {
  const small = await photo();
  for (let n = 0; n < 4; n += 1) await desk.sends(chat, small, { size: 19 * MEGABYTE });
  expect(desk.told(chat)).not.toContain(TOO_MUCH);
  expect(await filed()).toHaveLength(4);
});
