/** The mailbox over a real database: whoever has the code reads, writes, adds, withdraws; and nobody else learns anything. */
import { beforeEach, describe, expect, test } from 'vitest';
import { parseReceiptCode } from '../../src/domain/receipt.ts';
import { lookupOf } from '../../src/secrecy/receipt-keys.ts';
import { writeLetter } from '../../src/storage/casework.ts';
import { takeUnannounced } from '../../src/storage/mailbox.ts';
import type { TestDatabase } from '../support/database.ts';
import { photo, type Reporting, reporting } from '../support/reporting.ts';
import { keys } from '../support/shell.ts';
import { NOON } from '../support/world.ts';

let database: TestDatabase;
let desk: Reporting;
let chats = 0;
let chat = '';
let code = '';

reporting((open) => {
  ({ database, desk } = open);
});

/** A report that was filed from one chat and taken in; `chat` is another, of somebody with the code. */
beforeEach(async () => {
  desk.now = NOON;
  chats += 1;
  chat = `reader-${chats}`;
  code = await filed(`filing-${chats}`);
  await desk.sweep();
});

async function filed(reporter: string): Promise<string> {
  await desk.says(reporter, '/lapor');
  await desk.taps(reporter, 'brief');
  await desk.says(reporter, 'Camat membagi kaus di balai desa kemarin.', 'Klojen');
  await desk.taps(reporter, 'done', 'file');
  return desk.code(reporter);
}

const reportOf = (receipt: string) => {
  const read = parseReceiptCode(receipt);
  if (!read) throw new Error('no code');
  return database.db.report.findUniqueOrThrow({ where: { lookup: new Uint8Array(lookupOf(read)) } });
};

async function officerWrites(words: string, receipt = code): Promise<void> {
  const { id } = await reportOf(receipt);
  expect(await writeLetter(database.db, id, words, desk.now)).toBe('written');
}

const lettersOf = async (receipt: string) => {
  const { id } = await reportOf(receipt);
  return database.db.letter.findMany({ where: { reportId: id, author: 'reporter' } });
};

describe('the mailbox', () => {
  test('shows what officers wrote, to whoever has the code, and to nobody without', async () => {
    await officerWrites('Apakah ada <b>saksi</b> lain?');
    await desk.says(chat, `/status ${code.toLowerCase().replaceAll('-', ' ')}`);
    expect(desk.told(chat)).toContain('Apakah ada &lt;b&gt;saksi&lt;/b&gt; lain?');
    await desk.says('stranger', '/status 0000-0000-0000-0000');
    expect(desk.told('stranger')).not.toContain('saksi');
    expect(desk.told('stranger')).toContain('Kode itu tidak kami temukan');
  });

  test('takes an answer to the officers, sealed to their unit', async () => {
    await desk.says(chat, `status ${code}`);
    await desk.taps(chat, 'write');
    await desk.says(chat, 'Ada, dua orang tetangga.');
    expect(await lettersOf(code)).toHaveLength(0);
    await desk.sweep();
    const [letter] = await lettersOf(code);
    expect(await desk.open(letter?.body ?? new Uint8Array())).toMatchObject({ text: 'Ada, dua orang tetangga.' });
  });

  test('takes more evidence', async () => {
    await desk.says(chat, `status ${code}`);
    await desk.taps(chat, 'add');
    await desk.sends(chat, await photo());
    await desk.taps(chat, 'done');
    expect(desk.told(chat)).toContain('1 bukti sudah ditambahkan');
    await desk.sweep();
    const { id } = await reportOf(code);
    const [piece] = await database.db.evidence.findMany({ where: { reportId: id } });
    const [letter] = await lettersOf(code);
    expect(await desk.open(letter?.body ?? new Uint8Array())).toMatchObject({ evidence: [{ id: piece?.id }] });
  });

  test('withdraws: shown at once, erased with the sweep', async () => {
    await desk.says(chat, `status ${code}`);
    await desk.taps(chat, 'watch', 'yes', 'withdraw', 'no', 'withdraw', 'yes');
    await desk.says('witness', `status ${code}`);
    expect(desk.told('witness')).toContain('Dicabut');
    await desk.sweep();
    const report = await reportOf(code);
    expect(report).toMatchObject({ status: 'dicabut' });
    expect(report.body).toHaveLength(0);
    // Nobody hears of it any more: so nobody's address is kept for that.
    expect(await database.db.watch.count()).toBe(0);
  });

  test('tells a chat of news only while it wants that, and only that there is some', async () => {
    await desk.says(chat, `status ${code}`);
    await desk.taps(chat, 'watch');
    expect(desk.told(chat)).toContain('alamat obrolan ini kami simpan, terkunci');
    await desk.taps(chat, 'no');
    await desk.sweep();
    expect(await database.db.watch.count()).toBe(0);
    expect(await hearing()).toEqual([]);
    await desk.taps(chat, 'watch', 'yes');
    // What waits for the sweep counts already; nothing of it stands beside the report.
    expect(await hearing()).toEqual([{ channel: 'telegram', id: chat, language: 'id' }]);
    expect(await takeUnannounced(database.db, keys, await living())).toEqual({ watchers: [], unreadable: 0 });
    expect(await database.db.watch.count()).toBe(0);
    await desk.sweep();
    expect(await database.db.watch.count()).toBe(1);
    expect(await hearing()).toEqual([{ channel: 'telegram', id: chat, language: 'id' }]);
    await desk.taps(chat, 'unwatch');
    expect(await hearing()).toEqual([]);
    await desk.taps(chat, 'watch', 'yes', 'unwatch');
    await desk.sweep();
    expect(await database.db.watch.count()).toBe(0);
  });

  const living = () => desk.house.epochs.living(desk.now);

  /** Who hears of it when officers write. */
  async function hearing(): Promise<readonly unknown[]> {
    await officerWrites('Satu pertanyaan lagi.');
    const { watchers } = await takeUnannounced(database.db, keys, await living());
    return watchers;
  }

  test('tells everybody else when one address does not open', async () => {
    await desk.says(chat, `status ${code}`);
    await desk.taps(chat, 'watch', 'yes');
    const other = await filed('whose address was changed');
    await desk.says('another', `status ${other}`);
    await desk.taps('another', 'watch', 'yes');
    await desk.sweep();
    const { lookup } = await reportOf(other);
    await database.db.watch.update({ where: { lookup }, data: { sealed: new Uint8Array(99).fill(1) } });
    await officerWrites('Satu pertanyaan.', other);
    await officerWrites('Satu pertanyaan lagi.');
    expect(await takeUnannounced(database.db, keys, await living())).toEqual({
      watchers: [{ channel: 'telegram', id: chat, language: 'id' }],
      unreadable: 1,
    });
  });

  test.each([
    ['behind its command', (receipt: string) => [`status ${receipt}`]],
    ['when it is asked for', (receipt: string) => ['/status', 'kode', receipt]],
  ])('says the same of a code that is one letter wrong as of one that never was, typed %s', async (_, words) => {
    const near = code.slice(0, -1) + (code.endsWith('7') ? '8' : '7');
    const [guesser, stranger] = [`guesser-${chats}`, `stranger-${chats}`];
    await desk.says(guesser, ...words(near));
    await desk.says(stranger, ...words('0000-0000-0000-0000'));
    expect(desk.told(stranger)).toContain('Kode itu tidak kami temukan');
    expect(desk.told(guesser)).toBe(desk.told(stranger));
    await desk.says(guesser, code);
    expect(desk.told(guesser)).toContain('Diterima');
  });

  test('slows down who guesses, and nobody else', async () => {
    for (let n = 0; n < 6; n += 1) await desk.says(chat, `/status 0000-0000-0000-000${n}`);
    expect(desk.told(chat)).toContain('Demi keamanan, coba lagi setelah');
    await desk.says(chat, code);
    expect(desk.told(chat)).not.toContain('Diterima');
    await desk.says('neighbour', `status ${code}`);
    expect(desk.told('neighbour')).toContain('Diterima');
    desk.now += 2 * 60_000;
    await desk.says(chat, code);
    expect(desk.told(chat)).toContain('Diterima');
  });
});
