/** Who was shown a code and then says nothing has the conversation erased by itself, but for the code; nobody else has. */
import { expect, test } from 'vitest';
import { releaseErrands } from '../../src/storage/errands.ts';
import type { Reporting } from '../support/reporting.ts';
import { type ReportingChat, reportingChat } from '../support/reporting-chat.ts';
import { Postbox } from '../support/shell.ts';
import { NOON, SARI } from '../support/world.ts';

const MINUTE = 60_000;
/** Half an hour, by how much nobody can know when that was. */
const SOONEST = 30 * MINUTE;
const LATEST = 35 * MINUTE;

let one: ReportingChat<Postbox>;
let desk: Reporting;
let box: Postbox;
let chat = '';
const begin = reportingChat(
  () => new Postbox(),
  (begun) => {
    one = begun;
    ({ desk, box, chat } = begun);
  },
);

async function files(): Promise<void> {
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa kemarin.', 'Klojen');
  await desk.taps(chat, 'done', 'file');
}

/** So long after noon everything is done that is due. */
async function after(ms: number): Promise<void> {
  desk.now = NOON + ms;
  await releaseErrands(one.database.db);
  await desk.work();
}

/** What of the bot's was not erased, by its words. */
function left(): readonly string[] {
  const names = new Set(box.erased.flatMap((one) => (one.from === chat ? one.names : [])));
  return box.sent.flatMap(({ to, message }, n) => (to === chat && !names.has(`sent${n + 1}`) ? [message.markup] : []));
}
const CODE = expect.stringContaining('Laporan diterima. Kode:');

test('half an hour after the code all of it is erased on both sides, but for the code, and nothing is said', async () => {
  await files();
  expect(box.to(chat).at(-1)?.markup).toContain('terhapus dengan sendirinya');
  const said = box.sent.length;
  await after(SOONEST - 1);
  expect(box.erased).toEqual([]);
  await after(LATEST);
  expect(left()).toEqual([CODE]);
  // What the person wrote: the command, the story, the place.
  expect(box.erased.flatMap(({ names }) => names).filter((name) => !name.startsWith('sent'))).toHaveLength(3);
  expect(box.sent).toHaveLength(said);
  expect(await one.database.db.errand.count()).toBe(0);
  // It is over: who comes back is asked what they would like to do.
  await desk.says(chat, 'ABCD');
  expect(box.to(chat).at(-1)?.markup).not.toContain('empat huruf');
});

test('also where the code was kept, and the question of erasing is not answered', async () => {
  await files();
  await desk.says(chat, desk.code(chat).slice(-4));
  expect(box.to(chat).at(-1)?.markup).toContain('terhapus dengan sendirinya');
  await after(LATEST);
  expect(left()).toEqual([CODE]);
});

test.each([
  ['was not wanted', ['skip', 'none'], false],
  ['was done by hand', ['skip', 'most'], true],
  ['was done by hand, with the code', ['skip', 'all'], true],
])('nothing happens later where it %s', async (_, choices, erases) => {
  await files();
  await desk.taps(chat, ...choices);
  await desk.work();
  expect(await one.database.db.errand.count()).toBe(0);
  const before = [...box.erased];
  expect(before.length > 0).toBe(erases);
  await after(LATEST);
  expect(box.erased).toEqual(before);
});

test('nothing happens later where it was broken off', async () => {
  await files();
  await desk.taps(chat, 'skip');
  await desk.says(chat, '/batal');
  await after(LATEST);
  expect(box.erased).toEqual([]);
});

test('nobody has a conversation erased that they are in the middle of; once it is over, it is done', async () => {
  await files();
  await desk.says(chat, `status ${desk.code(chat)}`);
  await after(LATEST);
  expect(box.erased).toEqual([]);
  await desk.taps(chat, 'close', 'none');
  await after(LATEST + 6 * MINUTE);
  expect(left()).toEqual([CODE]);
});

test('a pledge in front of it goes on', async () => {
  await files();
  await desk.says(chat, '/ikrar', SARI.nip);
  const asked = box.to(chat).at(-1)?.markup;
  await after(LATEST);
  expect(left()).toEqual([CODE, asked]);
  await desk.says(chat, 'batal');
  expect(box.to(chat).at(-1)?.markup).not.toContain('Kita kembali');
});

test('of two reports each has its own half hour', async () => {
  await files();
  desk.now = NOON + 20 * MINUTE;
  await files();
  await after(LATEST);
  expect(box.erased).toEqual([]);
  await after(20 * MINUTE + LATEST);
  expect(left()).toEqual([CODE, CODE]);
});

test('the address is forgotten within the hour, erased or not', async () => {
  await files();
  await desk.says(chat, `status ${desk.code(chat)}`);
  await after(59 * MINUTE);
  expect(await one.database.db.errand.count()).toBe(0);
});

test('where only our own side can be deleted, that is, and the person was told', async () => {
  await begin(new Postbox('whatsapp'));
  await desk.says(chat, '/lapor', 'singkat', 'Camat membagi kaus di balai desa kemarin.', 'Klojen', 'tidak', 'kirim');
  expect(box.to(chat).at(-1)?.markup).toContain('kami minta ponsel pengelola nomor ini menghapus');
  const said = box.sent.length;
  await after(LATEST);
  expect(box.erased).toEqual([]);
  await after(LATEST + MINUTE);
  expect(box.erased).toEqual([{ from: chat, names: [] }]);
  expect(box.sent).toHaveLength(said);
});
