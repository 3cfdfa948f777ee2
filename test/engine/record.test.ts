/** What a record says was confirmed, and what was: the same texts, each to its closing words. */
import { expect, test } from 'vitest';
import type { Outcome } from '../../src/engine/advance.ts';
import { createI18n } from '../../src/i18n.ts';
import { Talk } from '../support/talk.ts';
import { IKRAR, MemoryWorld, NEW_IKRAR, PAKTA, phone, SARI } from '../support/world.ts';

const i18n = createI18n({ strict: true });

/** Taps on through the questions until the pledge is recorded. */
async function goOn(talk: Talk): Promise<{ closings: unknown[]; documents: string[] }> {
  const closings: unknown[] = [];
  for (;;) {
    const ids = talk.asked?.choices.map(({ data }) => data.split(':')[2]);
    const outcome: Outcome = await talk.taps(ids?.includes('agree') ? 'agree' : 'yes');
    closings.push(
      ...outcome.replies.flatMap(({ paragraphs }) => paragraphs.flatMap(({ values }) => values?.['closing'] ?? [])),
    );
    const made = outcome.effects.find((effect) => effect.type === 'pledge_made');
    if (made) return { closings, documents: made.documents.map(({ id }) => id) };
  }
}

async function begun(world: MemoryWorld): Promise<Talk> {
  const talk = new Talk(world, { sharesContact: true, sender: phone('+6281200000001') });
  await talk.says('/ikrar');
  await talk.says(SARI.nip);
  return talk;
}

test('every text in the record was shown to its closing', async () => {
  const world = new MemoryWorld(i18n);
  world.documents.push(PAKTA);
  const { closings, documents } = await goOn(await begun(world));
  expect(documents).toEqual(['ikrar-1', 'pakta-1']);
  expect(closings).toEqual([IKRAR.closing, PAKTA.closing]);
});

test('so was a version that came into force when the one before was confirmed already', async () => {
  const world = new MemoryWorld(i18n);
  world.documents.push(PAKTA);
  const talk = await begun(world);
  for (const choice of ['yes', 'agree', 'agree', 'agree', 'agree', 'yes']) await talk.taps(choice);
  world.documents.push(NEW_IKRAR);
  await talk.says('bantuan');
  const { closings, documents } = await goOn(talk);
  expect(documents).toEqual(['ikrar-2', 'pakta-1']);
  expect(closings).toEqual([NEW_IKRAR.closing, PAKTA.closing]);
});
