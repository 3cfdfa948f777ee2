/** Who is invited in a first election: from what people say to the bot, to what they hear of it. */
import { expect, test } from 'vitest';
import { pledgeByCode } from '../../support/pledging.ts';
import { SARI } from '../../support/world.ts';
import { type Talks, talking } from './staged.ts';

const BEFORE = '2026-11-09T12:00:00+07:00';
const OPENING = '2026-11-10T08:00:00+07:00';
const WEEK = '2026-11-14T08:00:00+07:00';
const QUIET = '2026-11-21T08:00:00+07:00';

let talks: Talks;
talking((one) => {
  talks = one;
  talks.stage.now = Date.parse(BEFORE);
});

async function agrees(chat: string): Promise<void> {
  await talks.telegram.says(chat, '/pengingat');
  await talks.telegram.taps(chat, 'yes');
}

/** What the calendar tells at a moment, `chat: what stands out`. */
const toldAt = async (moment: string): Promise<readonly string[]> =>
  (await talks.toldAt(moment)).map(({ to, words }) => `${to}: ${/<b>(.*?)<\/b>/.exec(words)?.[1]}`);

test('who says yes before there is a pledge is invited, until they pledge; then they hear of the masa tenang', async () => {
  await agrees('sari');
  expect(await toldAt(OPENING)).toEqual(['sari: Ikrar netralitas Pilkada Contoh 2026 sudah dibuka']);
  expect(await toldAt(WEEK)).toEqual(['sari: Masa tenang Pilkada Contoh 2026 dimulai Sabtu, 21 November 2026.']);
  await pledgeByCode(talks.telegram, 'sari');
  expect(await toldAt(QUIET)).toEqual(['sari: Masa tenang dimulai hari ini']);
});

test('who pledges between the two invitations does not get the second', async () => {
  await agrees('sari');
  expect(await toldAt(OPENING)).toHaveLength(1);
  await pledgeByCode(talks.telegram, 'sari');
  expect(await toldAt(WEEK)).toEqual([]);
});

test('who says «belum» hears of the pledge again, and nothing in the masa tenang', async () => {
  await agrees('sari');
  await toldAt(OPENING);
  await talks.telegram.says('sari', '/ikrar');
  await talks.telegram.says('sari', SARI.nip);
  for (const choice of ['none', 'yes', 'decline']) await talks.telegram.taps('sari', choice);
  expect(await toldAt(WEEK)).toHaveLength(1);
  expect(await toldAt(QUIET)).toEqual([]);
});

test('who says no is not invited', async () => {
  await talks.telegram.says('sari', '/pengingat');
  await talks.telegram.taps('sari', 'no');
  expect(await toldAt(OPENING)).toEqual([]);
});
