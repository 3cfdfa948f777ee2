/** The report and its mailbox under random hands: files, news of them, old buttons, other conversations in between, and time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { render } from '../../src/conversation/render.ts';
import { RECEIPT_BYTES, type ReceiptCode, receiptCodeOf } from '../../src/domain/receipt.ts';
import type { DeskEffect } from '../../src/engine/desk.ts';
import type { Option } from '../../src/engine/flow.ts';
import { matchOption, matchSlash, matchWord } from '../../src/engine/match.ts';
import type { Act, Answer, Effect, Json, News, Session } from '../../src/engine/types.ts';
import { COMMANDS } from '../../src/flows/commands.ts';
import { REPERTOIRE } from '../../src/flows/index.ts';
import { createI18n } from '../../src/i18n.ts';
import { ATTACHMENT_NAMES } from '../support/attachments.ts';
import { CODES_OF_REPORTS } from '../support/desk.ts';
import { Talk } from '../support/talk.ts';
import { MemoryWorld, SARI } from '../support/world.ts';

const i18n = createI18n({ strict: true });
const HOUR = 3_600_000;
const CODE: string = CODES_OF_REPORTS[0] ?? '';

/** A tap names a button by its place among those shown last or ever; news comes of any piece that was sent, also twice. */
type Move =
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'tap'; readonly which: number; readonly stale: boolean }
  | { readonly kind: 'news'; readonly which: number }
  | { readonly kind: 'wait'; readonly hours: number };

const typed = fc.oneof(
  fc.constantFrom('/lapor', 'lapor', '/status', `status ${CODE}`, CODE, CODE.slice(-4), '/ikrar', SARI.nip, '/batal'),
  fc.constantFrom('kembali', 'ya', 'selesai', 'kirim', 'ubah', 'lewati', 'singkat', 'asli', '1', '2', '٣', '7', '/x'),
  fc.constantFrom(
    'Klojen',
    'daring',
    'kemarin jam 9',
    '31 Februari',
    'besok',
    'https://contoh.test/a https://contoh.test/b',
  ),
  fc.constantFrom('Camat membagi kaus di balai desa kemarin.', '__proto__', '\0', '<b>x</b>', '{{code}}', '‮abc'),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: 3990, maxLength: 4100 }),
);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: typed.map((text): Act => ({ kind: 'text', text })) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        ref: fc.constantFrom(...ATTACHMENT_NAMES),
        kind: fc.constantFrom('photo' as const, 'video' as const, 'audio' as const, 'document' as const),
        size: fc.constantFrom(0, 10, 5_000_000, 19_000_000, 21_000_000, 2 ** 40),
      })
      .map((media): Act => ({ kind: 'media', media })),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 64 }).map((data): Act => ({ kind: 'tap', data })) },
  { weight: 1, arbitrary: fc.constantFrom<Act>({ kind: 'other', what: 'sticker' }, { kind: 'contact', own: false }) },
);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 25, arbitrary: act.map((one): Move => ({ kind: 'act', act: one })) },
  { weight: 35, arbitrary: fc.nat(8).map((which): Move => ({ kind: 'tap', which, stale: false })) },
  { weight: 5, arbitrary: fc.nat(300).map((which): Move => ({ kind: 'tap', which, stale: true })) },
  { weight: 10, arbitrary: fc.nat(30).map((which): Move => ({ kind: 'news', which })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }).map((hours): Move => ({ kind: 'wait', hours })) },
);

/** A world whose codes never run out; the first is the one that people type. */
class EndlessWorld extends MemoryWorld {
  private n = 0;
  private codes = 0;
  override readonly random = {
    id: (): string => `id-${++this.n}`,
    receipt: (): ReceiptCode =>
      CODES_OF_REPORTS[this.codes++] ?? receiptCodeOf(Buffer.alloc(RECEIPT_BYTES, this.codes)),
    tag: (): string => `t${String(++this.n).padStart(3, '0')}`,
  };
}

/** One person with everything that was noticed of them. */
class Hands {
  filed = 0;
  readonly world = new EndlessWorld(i18n);
  readonly talk = new Talk(this.world);
  readonly sent: string[] = [];
  private readonly shown: string[] = [];
  private readonly gone = new Set<string>();
  private readonly news: News[] = [];

  async make(one: Move): Promise<void> {
    if (one.kind === 'wait') {
      this.world.now += one.hours * HOUR;
      return;
    }
    const does = this.actOf(one);
    const before = this.talk.session;
    const options = this.options();
    const { replies, effects, session } = await this.talk.does(does);
    this.note(effects);
    this.shown.push(...replies.flatMap((reply) => reply.choices.map(({ data }) => data)));

    if (does.kind !== 'news') expect(replies.length).toBeGreaterThan(0);
    for (const reply of replies) {
      expect(render(i18n, session.language, reply).markup !== '' || reply.attachment !== undefined).toBe(true);
    }
    expectOrderly(session);
    expectFiledOnce(does, effects);
    const went = effects.some(({ type }) => type === 'letter_sent');
    if (!went && !this.moves(does, options) && !this.isLeft(before)) expectKept(before, session);
    this.expectNoPieceLost(session);
  }

  /** What was sent is in a report, in a conversation, or known to be forgotten. */
  private expectNoPieceLost(session: Session): void {
    const held = new Set(session.frames.flatMap(({ answers }) => answers.flatMap(({ value }) => piecesIn(value))));
    expect(this.sent.filter((piece) => !held.has(piece) && !this.gone.has(piece))).toEqual([]);
  }

  private actOf(one: Exclude<Move, { kind: 'wait' }>): Act {
    if (one.kind === 'act') return one.act;
    if (one.kind === 'news') return { kind: 'news', news: this.newsOf(one.which) };
    const choices = this.talk.asked?.choices ?? [];
    const data = one.stale ? this.shown[one.which % this.shown.length] : choices[one.which % choices.length]?.data;
    return { kind: 'tap', data: data ?? 'x' };
  }

  private newsOf(which: number): News {
    this.news.push(...this.world.desk.examine());
    return this.news[which % this.news.length] ?? { piece: 'never sent', kind: 'piece_failed', fault: 'damaged' };
  }

  private note(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'report_filed') this.filed += 1;
      if (effect.type === 'evidence_sent') this.sent.push(effect.piece);
      if (effect.type === 'evidence_dropped') for (const piece of effect.pieces) this.gone.add(piece);
      if (isTold(effect)) for (const note of effect.evidence) if ('id' in note) this.gone.add(note.id);
    }
  }

  /** The choices that can be typed now. */
  private options(): readonly Option[] {
    return (this.talk.asked?.choices ?? []).map(({ data, label }) => ({ id: data, label }));
  }

  /** Whether an input may take an answer back: a choice, a command, or what could be meant as one. */
  private moves(does: Act, options: readonly Option[]): boolean {
    if (does.kind === 'tap') return true;
    if (does.kind !== 'text') return false;
    const { words } = this.world;
    return (
      matchSlash(does.text, COMMANDS, words) !== undefined ||
      matchWord(does.text, COMMANDS, words) !== undefined ||
      matchOption(does.text, options, words) !== undefined ||
      does.text.length <= 20
    );
  }

  private isLeft({ hour }: Session): boolean {
    return hour !== undefined && Math.floor(this.world.now / HOUR) - hour >= 24;
  }
}

type Told = Extract<DeskEffect, { type: 'report_filed' | 'letter_sent' }>;
const isTold = (effect: Effect): effect is Told => effect.type === 'report_filed' || effect.type === 'letter_sent';

/** No conversation is open twice, and what makes way for others stands in front of them. */
function expectOrderly({ frames }: Session): void {
  const open = frames.map(({ flow }) => flow);
  expect(new Set(open).size).toBe(open.length);
  expect(open.slice(0, -1).filter((flow) => REPERTOIRE.flows.get(flow)?.transient === true)).toEqual([]);
}

function expectFiledOnce(does: Act, effects: readonly Effect[]): void {
  const filed = effects.filter(({ type }) => type === 'report_filed');
  const confirms = does.kind === 'text' || (does.kind === 'tap' && does.data.endsWith(':review:file'));
  expect(filed.length).toBeLessThanOrEqual(confirms ? 1 : 0);
}

/** All answers are still there, but for a collection, which may have grown. */
function expectKept(before: Session, after: Session): void {
  for (const { flow, run, answers } of before.frames) {
    const now = after.frames.find((frame) => frame.flow === flow && frame.run === run);
    // A conversation ends with its last answer.
    if (!now) continue;
    for (const answer of answers) {
      expect(
        now.answers.some((one) => includes(one, answer)),
        JSON.stringify([answer, now.answers]),
      ).toBe(true);
    }
  }
}

/** The same answer, or a collection that begins as it did; of a piece it may be known by now that it is kept. */
function includes(now: Answer, before: Answer): boolean {
  if (now.step !== before.step) return false;
  const items = listIn(before.value);
  return isCollection(before.value)
    ? JSON.stringify(listIn(now.value).slice(0, items.length).map(unmarked)) === JSON.stringify(items.map(unmarked))
    : JSON.stringify(now.value) === JSON.stringify(before.value);
}

function unmarked(item: Json): Json {
  if (!isObject(item)) return item;
  const { kept: _, ...rest } = item;
  return rest;
}

const isCollection = (value: Json): boolean => isObject(value) && 'items' in value;

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listIn = (value: Json): readonly Json[] => {
  const items = isObject(value) ? value['items'] : undefined;
  return Array.isArray(items) ? items : [];
};
const piecesIn = (value: Json): readonly string[] =>
  listIn(value).flatMap((item) => (isObject(item) && typeof item['id'] === 'string' ? [item['id']] : []));

test('never throws, always answers, loses no answer and no piece, files once a confirmation, can be cancelled', {
  timeout: 120_000,
}, async () => {
  let filed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 700, maxLength: 700 }), async (moves) => {
      const hands = new Hands();
      await hands.talk.says('/lapor');
      for (const one of moves) await hands.make(one);
      for (let tries = 0; hands.talk.session.frames.length > 0; tries += 1) {
        expect(tries).toBeLessThan(5);
        await hands.talk.says('/batal');
      }
      filed += hands.filed;
    }),
    // Making so many moves fewer would take all day; the seed that is printed repeats them.
    { numRuns: 12, endOnFailure: true },
  );
  expect(filed).toBeGreaterThan(0);
});
