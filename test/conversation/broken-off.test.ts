/**
 * A report that was broken off leaves nothing in a chat from which both sides can be deleted, and no list of what was there; and
 * whoever picks up the phone reads in the last words nothing of it.
 */
import { beforeEach, expect, test } from 'vitest';
import type { TestDatabase } from '../support/database.ts';
import { type Reporting, reporting } from '../support/reporting.ts';
import { NOON, SARI } from '../support/world.ts';

const MINUTE = 60_000;
/** All that stays. */
const CANCELLED = 'Baik, dibatalkan. Tidak ada yang kami simpan. Ketik <b>MULAI</b> kapan saja.';
const AFTERWARDS = 'Baik. Ketik <b>MULAI</b> kapan saja.';

let database: TestDatabase;
let desk: Reporting;
let chats = 0;
let chat = '';
/** How much the box has sent before, and erased. */
let before = { sent: 0, erased: 0 };
reporting((open) => {
  ({ database, desk } = open);
});
beforeEach(() => {
  const { sent, erased } = desk.house.box;
  desk.now = NOON;
  chat = `reporter-${++chats}`;
  before = { sent: sent.length, erased: erased.length };
});

/** What of the bot's was erased, by its words; and how much of the person's. */
async function erased(): Promise<{ readonly ours: readonly string[]; readonly theirs: number }> {
  await desk.carryOut();
  const { box } = desk.house;
  const names = box.erased.slice(before.erased).flatMap(({ from, names: all }) => (from === chat ? all : []));
  const sent = names.flatMap((name) => /^sent(\d+)$/.exec(name)?.[1] ?? []);
  const ours = sent.map((n) => box.sent[Number(n) - 1]?.message.markup ?? '');
  return { ours, theirs: names.length - ours.length };
}
/** What of the bot's is left, by its words. */
const left = async (): Promise<readonly string[]> => {
  const { ours } = await erased();
  return desk.house.box.to(chat).flatMap(({ markup }) => (ours.includes(markup) ? [] : [markup]));
};

const tells = async (): Promise<void> => {
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa kemarin.', 'Klojen');
};

test.each([
  ['by a word', () => desk.says(chat, '/batal'), 4],
  ['in its review', () => desk.taps(chat, 'done', 'cancel'), 3],
])('what both sides wrote is erased, but for the last words: cancelled %s', async (_, ends, theirs) => {
  await tells();
  await ends();
  expect(await left()).toEqual([CANCELLED]);
  expect((await erased()).theirs).toBe(theirs);
  expect(await database.db.errand.count()).toBe(0);
});

test('also of one that was not begun', async () => {
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'cancel');
  expect(await left()).toEqual([CANCELLED]);
  expect((await erased()).theirs).toBe(1);
});

test('a pledge that came between stays, and what is said after it goes', async () => {
  await tells();
  await desk.says(chat, '/ikrar', SARI.nip, 'batal');
  await desk.says(chat, '/batal');
  const words = (await left()).join('\n');
  expect(words).toContain(CANCELLED);
  expect(words).toContain('Bagikan nomor saya');
  expect(words).not.toContain('Ada bukti?');
  // Not the NIP.
  expect((await erased()).theirs).toBe(6);
});

test('after a report was filed all goes but its code, unless that was asked and not wanted', async () => {
  await tells();
  await desk.taps(chat, 'done', 'file');
  await desk.says(chat, '/batal');
  expect(await left()).toEqual([expect.stringContaining('Laporan diterima. Kode:'), AFTERWARDS]);
  chat = `${chat}-again`;
  await tells();
  await desk.taps(chat, 'done', 'file', 'skip');
  await desk.says(chat, '/batal');
  expect(await erased()).toEqual({ ours: [], theirs: 0 });
});

test('what is asked to be erased leaves words that tell nothing of it', async () => {
  await tells();
  await desk.taps(chat, 'done', 'file', 'skip', 'all');
  expect(await left()).toEqual([AFTERWARDS]);
  const code = desk.code(chat);
  chat = `${chat}-mailbox`;
  await desk.says(chat, `status ${code}`);
  await desk.taps(chat, 'close', 'most');
  expect(await left()).toEqual([AFTERWARDS]);
});

test('an hour later the list is forgotten, erased or not; and of one that was left for a day there is none', async () => {
  await tells();
  await desk.says(chat, '/batal');
  expect(await database.db.errand.count()).toBe(1);
  desk.now += 61 * MINUTE;
  expect(await erased()).toEqual({ ours: [], theirs: 0 });
  expect(await database.db.errand.count()).toBe(0);
  await tells();
  desk.now += 26 * 60 * MINUTE;
  await desk.says(chat, 'halo');
  expect(desk.told(chat)).toContain('Percakapan');
  expect(await database.db.errand.count()).toBe(0);
});
