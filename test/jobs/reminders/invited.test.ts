/** Who is invited in a first election: from what people say to the bot, to what they hear of it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { pledgeByCode } from '../../support/pledging.ts';
import { emptyDatabase, fillDatabase } from '../../support/roster.ts';
import { calendarOf, type Shell, shell } from '../../support/shell.ts';
import { ELECTION, SARI } from '../../support/world.ts';
import { RemindersStage } from './stage.ts';

const BEFORE = '2026-11-09T12:00:00+07:00';
const OPENING = '2026-11-10T08:00:00+07:00';
const WEEK = '2026-11-14T08:00:00+07:00';
const QUIET = '2026-11-21T08:00:00+07:00';

let database: TestDatabase;
let stage: RemindersStage;
let house: Shell;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptyDatabase(database.db);
  await fillDatabase(database.db);
  stage = await RemindersStage.open(database.db);
  await stage.elections(ELECTION);
  stage.now = Date.parse(BEFORE);
  house = shell(database.db, calendarOf(), () => stage.now, stage.boxes.telegram);
});
afterAll(() => database.close());

async function agrees(chat: string): Promise<void> {
  await house.says(chat, '/pengingat');
  await house.taps(chat, 'yes');
}

/** What the calendar tells at a moment, `chat: what stands out`. */
async function toldAt(moment: string): Promise<readonly string[]> {
  await house.quiet();
  stage.boxes.telegram.sent.splice(0);
  const before = stage.told.length;
  await stage.hour(moment);
  return stage.told.slice(before).map(({ to, words }) => `${to}: ${/<b>(.*?)<\/b>/.exec(words)?.[1]}`);
}

test('who says yes before there is a pledge is invited, until they pledge; then they hear of the masa tenang', async () => {
  await agrees('sari');
  expect(await toldAt(OPENING)).toEqual(['sari: Ikrar netralitas Pilkada Contoh 2026 sudah dibuka']);
  expect(await toldAt(WEEK)).toEqual(['sari: Masa tenang Pilkada Contoh 2026 dimulai Sabtu, 21 November 2026.']);
  await pledgeByCode(house, 'sari');
  expect(await toldAt(QUIET)).toEqual(['sari: Masa tenang dimulai hari ini']);
});

test('who pledges between the two invitations does not get the second', async () => {
  await agrees('sari');
  expect(await toldAt(OPENING)).toHaveLength(1);
  await pledgeByCode(house, 'sari');
  expect(await toldAt(WEEK)).toEqual([]);
});

test('who says «belum» hears of the pledge again, and nothing in the masa tenang', async () => {
  await agrees('sari');
  await toldAt(OPENING);
  await house.says('sari', '/ikrar');
  await house.says('sari', SARI.nip);
  for (const choice of ['none', 'yes', 'decline']) await house.taps('sari', choice);
  expect(await toldAt(WEEK)).toHaveLength(1);
  expect(await toldAt(QUIET)).toEqual([]);
});

test('who says no is not invited', async () => {
  await house.says('sari', '/pengingat');
  await house.taps('sari', 'no');
  expect(await toldAt(OPENING)).toEqual([]);
});
