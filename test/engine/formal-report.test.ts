/** The form of a formal report and its days, by the election at hand: other laws say other things, in the same words. */
import { expect, test } from 'vitest';
import { FORMAL_REPORTS } from '../../src/domain/formal-report.ts';
import type { Text } from '../../src/domain/message.ts';
import type { Outcome } from '../../src/engine/advance.ts';
import { createI18n } from '../../src/i18n.ts';
import { Talk } from '../support/talk.ts';
import { day, ELECTION, LATER, MemoryWorld } from '../support/world.ts';

const i18n = createI18n({ strict: true });

function worldWith(days: number): MemoryWorld {
  const world = new MemoryWorld(i18n);
  world.elections = [{ ...LATER, pledgeOpens: ELECTION.pledgeOpens }];
  world.formal = { ...FORMAL_REPORTS, psu: { form: 'Formulir Contoh', days } };
  return world;
}

/** Tells a report as far as the question when the reporter came to know. */
async function asked(world: MemoryWorld): Promise<{ readonly talk: Talk; readonly question: Outcome }> {
  const talk = new Talk(world);
  await talk.says('/lapor');
  for (const choice of ['full', 'foto', 'skip', 'skip', 'unknown', 'unknown']) await talk.taps(choice);
  await talk.says('Pegawai berfoto dengan simbol calon.');
  return { talk, question: await talk.taps('skip') };
}

/** Goes on to the review. */
async function reviewed(talk: Talk, known: string): Promise<Outcome> {
  await (known === 'skip' ? talk.taps(known) : talk.says(known));
  await talk.taps('done');
  return talk.taps('skip');
}

const said = ({ replies }: Outcome, key: string): readonly string[] => {
  const texts = replies.flatMap(({ paragraphs }) => paragraphs).filter((text: Text) => text.key === key);
  return texts.flatMap((text) => [i18n.plain('id', text).trim(), i18n.plain('en', text).trim()]);
};

test('within three days, with a form of its own', async () => {
  const { talk, question } = await asked(worldWith(3));
  expect(said(question, 'filing.known_ask')).toEqual([
    expect.stringContaining('paling lambat 3 hari sejak itu'),
    expect.stringContaining('within 3 days from then'),
  ]);
  const review = await reviewed(talk, 'kemarin');
  expect(said(review, 'filing.formal')).toEqual([
    expect.stringContaining('isi Formulir Contoh.'),
    expect.stringContaining('fill in Formulir Contoh.'),
  ]);
  expect(said(review, 'filing.days_left')).toEqual([
    expect.stringContaining('tersisa 2 hari'),
    expect.stringContaining('2 days are left'),
  ]);
  const { effects } = await talk.taps('file');
  expect(effects).toContainEqual(expect.objectContaining({ type: 'report_filed', until: day('2026-11-19') }));
});

test('before there is any election, what a national one says', async () => {
  const world = new MemoryWorld(i18n);
  world.elections = [];
  world.formal = { ...FORMAL_REPORTS, pemilu: { form: 'Formulir Nasional', days: 5 } };
  const { talk, question } = await asked(world);
  expect(said(question, 'filing.known_ask')[0]).toContain('paling lambat 5 hari');
  expect(said(await reviewed(talk, 'skip'), 'filing.formal')[0]).toContain('isi Formulir Nasional.');
});
