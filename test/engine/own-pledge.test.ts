/** «Baca ikrar saya»: what was confirmed, for the election it was asked about. */
import { expect, test } from 'vitest';
import type { DocumentText } from '../../src/domain/document.ts';
import { noticeData } from '../../src/engine/match.ts';
import type { Reply } from '../../src/engine/types.ts';
import { createI18n } from '../../src/i18n.ts';
import { Talk } from '../support/talk.ts';
import { ELECTION, LATER, MemoryWorld, NEW_IKRAR, SARI } from '../support/world.ts';

const i18n = createI18n({ strict: true });
/** Own words for each election show which one is read. */
const SOONER = { ...ELECTION, event: 'Pemilihan Pertama' };
const SECOND = { ...LATER, event: 'Pemilihan Kedua' };

/** Sari pledges for what is open, while it is. */
async function pledges(talk: Talk): Promise<void> {
  await talk.says('/ikrar');
  await talk.says(SARI.nip);
  for (let n = 0; n < 6; n += 1) await talk.taps(n === 0 || n === 5 ? 'yes' : 'agree');
  if (talk.session.frames.length > 0) await talk.taps('yes');
}

async function talked(): Promise<{ world: MemoryWorld; talk: Talk }> {
  const world = new MemoryWorld(i18n);
  const talk = new Talk(world, { sharesContact: true, ...(SARI.phone ? { sender: SARI.phone } : {}) });
  world.elections = [SOONER];
  await pledges(talk);
  world.elections = [SECOND];
  await pledges(talk);
  world.elections = [SOONER, SECOND];
  return { world, talk };
}

const words = (replies: readonly Reply[]): string =>
  replies
    .flatMap(({ paragraphs }) => paragraphs)
    .map((one) => i18n.plain('id', one))
    .join('\n');

const read = async (talk: Talk, data: string): Promise<string> =>
  words((await talk.does({ kind: 'tap', data })).replies);

test('the button reads the ikrar of its own election, whatever was pledged since', async () => {
  const { talk } = await talked();
  expect(await read(talk, noticeData('baca', SOONER.id))).toContain('Pemilihan Pertama');
  expect(await read(talk, noticeData('baca', SECOND.id))).toContain('Pemilihan Kedua');
  expect(await read(talk, noticeData('baca'))).toContain('Pemilihan Kedua');
});

test('the word reads that of the election whose masa tenang it is', async () => {
  const { world, talk } = await talked();
  world.now = Date.parse(`${SOONER.quietFrom}T09:00:00+07:00`);
  expect(words((await talk.says('BACA')).replies)).toContain('Pemilihan Pertama');
});

test('the version that was confirmed is read, also when another one is in force', async () => {
  const { world, talk } = await talked();
  const points: DocumentText['points'] = ['Kata-kata baru.'];
  world.documents.push({ ...NEW_IKRAR, points });
  const now = await read(talk, noticeData('baca', SOONER.id));
  expect(now).toContain('Menolak politik uang');
  expect(now).not.toContain('Kata-kata baru');
});

test('who did not pledge for an election, or withdrew, has nothing to read of it', async () => {
  const { world, talk } = await talked();
  world.elections.push({ ...SECOND, id: 'other' });
  expect(await read(talk, noticeData('baca', 'other'))).toMatch(/^Di obrolan ini belum ada ikrar/);
  world.withdraw();
  expect(await read(talk, noticeData('baca', SOONER.id))).toMatch(/^Di obrolan ini belum ada ikrar/);
});

test('a name that no election has is as good as none', async () => {
  const { talk } = await talked();
  expect(await read(talk, noticeData('baca', 'constructor'))).toContain('Pemilihan Kedua');
});

test('what a button holds is never more than Telegram takes', () => {
  expect(Buffer.byteLength(noticeData('baca', 'a'.repeat(40)))).toBeLessThanOrEqual(64);
});
