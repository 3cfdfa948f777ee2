import fc from 'fast-check';
import { expect, test } from 'vitest';
import { render } from '../../src/conversation/render.ts';
import type { Act, Session } from '../../src/engine/types.ts';
import { createI18n } from '../../src/i18n.ts';
import { Talk } from '../support/talk.ts';
import { BUDI, MemoryWorld, PAKTA, SARI } from '../support/world.ts';

const i18n = createI18n({ strict: true });

/** What a person, or a hostile program, might send. A tap names a button by its place among those shown so far. */
type Move =
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'tap'; readonly which: number; readonly stale: boolean }
  | { readonly kind: 'wait'; readonly hours: number };

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
const words = [
  'kembali',
  '/kembali',
  'ikrar',
  'STOP',
  'ya',
  'belum',
  'saya punya kode',
  '1',
  '٢',
  '3',
  'K7QM-2XPD',
  '/x',
];
const typed = fc.oneof(
  fc.constantFrom(...commands, ...words, SARI.nip, BUDI.nip),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: 4000, maxLength: 4100 }),
  fc.constantFrom('مرحبا بالعالم', '‮abc', '<b>x</b>', '{{name}}', '__proto__', '\0'),
);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: typed.map((text): Act => ({ kind: 'text', text })) },
  { weight: 1, arbitrary: fc.string({ maxLength: 64 }).map((data): Act => ({ kind: 'tap', data })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ own: fc.boolean(), person: fc.constantFrom(SARI, BUDI) })
      .map(({ own, person }): Act => ({ kind: 'contact', own, ...(person.phone ? { phone: person.phone } : {}) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('media', 'sticker', 'edited', 'unreadable')
      .map((what): Act => ({ kind: 'other', what })),
  },
);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 25, arbitrary: act.map((one): Move => ({ kind: 'act', act: one })) },
  { weight: 30, arbitrary: fc.nat(7).map((which): Move => ({ kind: 'tap', which, stale: false })) },
  { weight: 5, arbitrary: fc.nat(200).map((which): Move => ({ kind: 'tap', which, stale: true })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }).map((hours): Move => ({ kind: 'wait', hours })) },
);

const answersOf = (session: Session): number => session.frames.reduce((sum, frame) => sum + frame.answers.length, 0);

test('a thousand random inputs: never throws, always answers, loses no pledge, can always be cancelled', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1000, maxLength: 1000 }), async (moves) => {
      const world = new MemoryWorld(i18n);
      world.documents.push(PAKTA);
      const talk = new Talk(world);
      const shown: string[] = [];
      for (const one of moves) {
        if (one.kind === 'wait') {
          world.now += one.hours * 3_600_000;
          continue;
        }
        const pledges = world.pledges.size;
        const choices = talk.asked?.choices ?? [];
        const data =
          one.kind === 'tap'
            ? one.stale
              ? shown[one.which % shown.length]
              : choices[one.which % choices.length]?.data
            : undefined;
        const outcome = await talk.does(one.kind === 'act' ? one.act : { kind: 'tap', data: data ?? 'x' });
        shown.push(...outcome.replies.flatMap((reply) => reply.choices.map((choice) => choice.data)));

        expect(outcome.replies.length).toBeGreaterThan(0);
        for (const reply of outcome.replies) {
          const said = render(i18n, talk.session.language, reply);
          expect(said.markup !== '' || reply.attachment !== undefined).toBe(true);
          for (const choice of reply.choices) expect(Buffer.byteLength(choice.data)).toBeLessThanOrEqual(64);
        }
        // What was recorded stays; what is open stays small.
        expect(world.pledges.size).toBeGreaterThanOrEqual(pledges);
        expect(talk.session.frames.length).toBeLessThanOrEqual(3);
        expect(answersOf(talk.session)).toBeLessThanOrEqual(40);
      }
      for (let tries = 0; talk.session.frames.length > 0; tries += 1) {
        expect(tries).toBeLessThan(4);
        await talk.says('/batal');
      }
    }),
    { numRuns: 8 },
  );
});

test('an input that is no command and no choice never loses an accepted answer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), fc.nat(4), async (acts, agreed) => {
      const talk = new Talk(new MemoryWorld(i18n), {
        sharesContact: true,
        ...(SARI.phone ? { sender: SARI.phone } : {}),
      });
      await talk.says('/ikrar');
      await talk.says(SARI.nip);
      await talk.taps('yes');
      for (let n = 0; n < Math.min(agreed, 3); n += 1) await talk.taps('agree');
      const before = JSON.stringify(talk.session.frames[0]?.answers);
      for (const one of acts) {
        if (one.kind === 'text' && one.text.length < 30) continue;
        await talk.does(one);
        const pledge = talk.session.frames.find((frame) => frame.flow === 'pledge');
        expect(JSON.stringify(pledge?.answers)).toBe(before);
      }
    }),
    { numRuns: 30 },
  );
});
