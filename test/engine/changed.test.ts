import { expect, test } from 'vitest';
import { createI18n } from '../../src/i18n.ts';
import { heard, Talk } from '../support/talk.ts';
import { MemoryWorld, NEW_IKRAR, phone, SARI } from '../support/world.ts';

const i18n = createI18n({ strict: true });
const ANEW =
  'engine.question_changed, pledge.document_title, pledge.document_opening, pledge.point [agree ask decline]';

/** A new ikrar comes into force while somebody reads the second point of the old one. */
async function overtaken(): Promise<Talk> {
  const world = new MemoryWorld(i18n);
  const talk = new Talk(world, { sharesContact: true, sender: phone('+6281200000001') });
  await talk.says('/ikrar');
  await talk.says(SARI.nip);
  await talk.taps('yes');
  await talk.taps('agree');
  world.documents.push(NEW_IKRAR);
  return talk;
}

const agreed = (talk: Talk): number =>
  talk.session.frames[0]?.answers.filter(({ step }) => step.startsWith('ikrar2.')).length ?? 0;

test.each(['1', 'ya', 'Saya berikrar', 'belum', 'apa?'])(
  '«%s» is no answer to a question that was not asked yet',
  async (typed) => {
    const talk = await overtaken();
    const { replies, understood } = await talk.says(typed);
    expect(replies.map(heard)).toEqual([ANEW]);
    expect(understood).toBe(true);
    expect(agreed(talk)).toBe(0);
    await talk.says('1');
    expect(agreed(talk)).toBe(1);
  },
);

test('nor is a tap', async () => {
  const talk = await overtaken();
  const { replies } = await talk.taps('agree');
  expect(replies.map(heard)).toEqual([`(in place) ${ANEW}`]);
  expect(agreed(talk)).toBe(0);
});

test('commands go on working', async () => {
  const talk = await overtaken();
  const { replies } = await talk.says('batal');
  expect(replies.map(heard)).toEqual(['pledge.cancelled']);
});
