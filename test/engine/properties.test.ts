import fc from 'fast-check';
import { expect, test } from 'vitest';
import { text } from '../../src/domain/message.ts';
import type { Option } from '../../src/engine/flow.ts';
import { matchOption, matchSlash, matchWord } from '../../src/engine/match.ts';
import type { Act } from '../../src/engine/types.ts';
import { REPERTOIRE } from '../../src/flows/index.ts';
import { createI18n } from '../../src/i18n.ts';
import { Talk } from '../support/talk.ts';
import { type Move, Wanderer } from '../support/wanderer.ts';
import { BUDI, MemoryWorld, SARI } from '../support/world.ts';

const i18n = createI18n({ strict: true });

const commands = [
  '/mulai',
  '/start',
  '/start ikrar',
  '/ikrar',
  '/status',
  '/bahasa',
  '/pengingat',
  '/bantuan',
  '/batal',
];
const words = ['kembali', '/kembali', 'ikrar', 'STOP', 'ya', 'belum', 'kode', '1', '٢', '3', 'K7QM-2XPD', '/x'];
const typed = fc.oneof(
  fc.constantFrom(...commands, ...words, SARI.nip, BUDI.nip),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: 4000, maxLength: 4100 }),
  fc.constantFrom('مرحبا بالعالم', '‮abc', '<b>x</b>', '{{name}}', '__proto__', '\0'),
);
const contact = fc
  .record({ own: fc.boolean(), person: fc.constantFrom(SARI, BUDI) })
  .map(({ own, person }): Act => ({ kind: 'contact', own, ...(person.phone ? { phone: person.phone } : {}) }));
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: typed.map((text): Act => ({ kind: 'text', text })) },
  { weight: 1, arbitrary: fc.string({ maxLength: 64 }).map((data): Act => ({ kind: 'tap', data })) },
  { weight: 1, arbitrary: contact },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('media', 'sticker', 'edited', 'unreadable')
      .map((what): Act => ({ kind: 'other', what })),
  },
);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 60, arbitrary: fc.constant<Move>({ kind: 'goes on' }) },
  { weight: 15, arbitrary: act.map((one): Move => ({ kind: 'act', act: one })) },
  { weight: 12, arbitrary: fc.nat(7).map((which): Move => ({ kind: 'tap', which, stale: false })) },
  { weight: 10, arbitrary: fc.nat(200).map((which): Move => ({ kind: 'tap', which, stale: true })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }).map((hours): Move => ({ kind: 'waits', hours })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('new ikrar', 'new pakta', 'withdrawn').map((what): Move => ({ kind: 'happens', what })),
  },
);

test('a thousand random inputs: never throws, always answers, loses no pledge, can always be cancelled', {
  timeout: 120_000,
}, async () => {
  const made: number[] = [];
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1000, maxLength: 1000 }), async (moves) => {
      const wanderer = new Wanderer(i18n);
      for (const one of moves) await wanderer.does(one);
      made.push(wanderer.made);
      for (let tries = 0; wanderer.talk.session.frames.length > 0; tries += 1) {
        expect(tries).toBeLessThan(6);
        await wanderer.talk.says('/batal');
      }
    }),
    // A thousand moves would be made smaller for ever; the seed plays them again.
    { numRuns: 8, endOnFailure: true },
  );
  // Who never comes to the end has proved nothing about it.
  expect(made.filter((count) => count > 0).length).toBeGreaterThan(made.length / 2);
});

const POINT: readonly Option[] = [
  { id: 'agree', label: text('pledge.point_agree'), words: 'pledge.point_agree_words' },
  { id: 'ask', label: text('pledge.point_explain'), words: 'pledge.point_explain_words' },
  { id: 'decline', label: text('pledge.point_decline'), words: 'pledge.point_decline_words' },
];

/** Whether a text is a command, or an answer to a point. */
function means(typed: string): boolean {
  const { commands: all } = REPERTOIRE;
  const slash = matchSlash(typed, all, i18n.words);
  if (slash) return 'command' in slash;
  return matchOption(typed, POINT, i18n.words) !== undefined || matchWord(typed, all, i18n.words) !== undefined;
}

test('an input that is no command and no choice never loses an accepted answer', async () => {
  const stale = fc.nat(200).map((which) => ({ kind: 'stale' as const, which }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(act, stale), { maxLength: 60 }), fc.nat(3), async (inputs, agreed) => {
      const talk = new Talk(new MemoryWorld(i18n), {
        sharesContact: true,
        ...(SARI.phone ? { sender: SARI.phone } : {}),
      });
      await talk.says('/ikrar');
      await talk.says(SARI.nip);
      const old: string[] = [];
      for (const choice of ['yes', ...Array(agreed).fill('agree')]) {
        old.push(...(talk.asked?.choices ?? []).map(({ data }) => data));
        await talk.taps(choice);
      }
      const answers = (): string => JSON.stringify(talk.session.frames.find(({ flow }) => flow === 'pledge')?.answers);
      const before = answers();
      for (const input of inputs) {
        if (input.kind === 'text' && means(input.text)) continue;
        await talk.does(input.kind === 'stale' ? { kind: 'tap', data: old[input.which % old.length] ?? '' } : input);
        expect(answers()).toBe(before);
      }
    }),
    { numRuns: 30, endOnFailure: true },
  );
});
