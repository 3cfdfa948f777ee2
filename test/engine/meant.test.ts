/** An attempt at an answer is not noise: three inputs without meaning in a minute, and the bot is silent. */
import { expect, test } from 'vitest';
import { createI18n } from '../../src/i18n.ts';
import { Talk } from '../support/talk.ts';
import { MemoryWorld, SARI } from '../support/world.ts';

const i18n = createI18n({ strict: true });

test.each([
  ['K7QM-2XP', true],
  ['K7QM-2XPDD', true],
  ['K7QM-2XPU', true],
  ['AAAA-AAAA', true],
  ['belum ada', false],
  ['apa ini', false],
])('as a code, «%s» is meant: %s', async (typed, meant) => {
  const talk = new Talk(new MemoryWorld(i18n));
  await talk.says('/ikrar');
  await talk.says(SARI.nip);
  await talk.says('kode');
  expect((await talk.says(typed)).understood).toBe(meant);
});

test.each([
  ['198603222010012001', true],
  ['198603222010012009', true],
  ['12345', false],
])('before it is asked for, «%s» is meant: %s', async (typed, meant) => {
  expect((await new Talk(new MemoryWorld(i18n)).says(typed)).understood).toBe(meant);
  const talk = new Talk(new MemoryWorld(i18n));
  await talk.says('halo');
  expect((await talk.says(typed)).understood).toBe(meant);
});

test('a call is answered in words, and what was asked is asked again', async () => {
  const talk = new Talk(new MemoryWorld(i18n));
  await talk.says('/ikrar');
  const { replies } = await talk.does({ kind: 'other', what: 'call' });
  const keys = replies.flatMap(({ paragraphs }) => paragraphs.map(({ key }) => key));
  expect(keys).toEqual(['engine.no_calls', expect.any(String), 'pledge.nip_ask']);
});
