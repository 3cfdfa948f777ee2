import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Markup } from '../../../src/channels/channel.ts';
import { keyboardOf } from '../../../src/channels/telegram/keyboard.ts';
import { split, visibleLength } from '../../../src/channels/telegram/markup.ts';
import { plan } from '../../../src/channels/telegram/plan.ts';
import { readTapped, writeTapped } from '../../../src/channels/telegram/tapped.ts';
import { parseHtml } from '../../support/bot-api/html.ts';
import { CHOICES, escaped, message } from '../../support/contract-words.ts';

describe('a long text', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map(escaped),
    fc.constantFrom('\n\n', '\n', ' ', '&lt;', '&amp;', '👨‍👩‍👧‍👦'),
    fc.string({ maxLength: 20 }).map((inner) => `<b>${escaped(inner)}</b>`),
    fc
      .string({ maxLength: 20 })
      .map((inner) => `<a href="https://example.id/?a=1&amp;b=2"><i>${escaped(inner)}</i></a>`),
  );
  const markup = fc.array(word, { maxLength: 60 }).map((words) => words.join('') as Markup);
  const bare = (text: string): string => text.replace(/\s+/gu, '');

  it('is cut into pieces that Telegram takes, and nothing of it is lost', () => {
    fc.assert(
      fc.property(markup, fc.integer({ min: 10, max: 80 }), (text, longest) => {
        const pieces = split(text, longest);
        const read = pieces.map((piece) => parseHtml(piece)); // throws when a tag is left open
        for (const { text: shown } of read) expect(shown.length).toBeLessThanOrEqual(longest);
        if (pieces.length > 1) for (const { text: shown } of read) expect(shown).toMatch(/\S/);
        expect(bare(read.map((piece) => piece.text).join(''))).toBe(bare(parseHtml(text).text));
        const bold = (one: typeof read): string =>
          one
            .flatMap(({ text: shown, entities }) =>
              entities.filter(({ type }) => type === 'bold').map((e) => shown.slice(e.offset, e.offset + e.length)),
            )
            .join('');
        expect(bare(bold(read))).toBe(bare(bold([parseHtml(text)])));
      }),
      { numRuns: 500 },
    );
  });

  it('is measured as Telegram does, without markup', () => {
    fc.assert(
      fc.property(markup, (text) => {
        expect(visibleLength(text)).toBe(parseHtml(text).text.length);
      }),
    );
  });

  it.each([
    ['between paragraphs', 'satu dua\n\ntiga empat lima', 20, ['satu dua', 'tiga empat lima']],
    ['else between lines', 'satu dua\ntiga empat lima', 20, ['satu dua', 'tiga empat lima']],
    ['else between words', 'satu dua tiga empat', 10, ['satu dua', 'tiga empat']],
    ['else anywhere', 'satuduatigaempat', 10, ['satuduatig', 'aempat']],
    ['with its markup on both sides', '<b>satu dua tiga</b>', 10, ['<b>satu dua </b>', '<b>tiga</b>']],
    ['not at all when it fits', 'satu\n\ndua', 9, ['satu\n\ndua']],
  ])('is cut %s', (_, text, longest, pieces) => {
    expect(split(text as Markup, longest)).toEqual(pieces);
  });
});

describe('the keys', () => {
  const choice = (label: string): { data: string; label: string } => ({ data: label, label });
  const rows = (labels: string[]): string[][] => {
    const keyboard = keyboardOf({ choices: labels.map(choice) });
    return 'inline_keyboard' in keyboard ? keyboard.inline_keyboard.map((row) => row.map((key) => key.text)) : [];
  };

  it.each([
    [['Ya', 'Tidak'], [['Ya', 'Tidak']]],
    [
      ['Saya berikrar', 'Ada pertanyaan', 'Belum'],
      [['Saya berikrar', 'Ada pertanyaan'], ['Belum']],
    ],
    [
      ['Ya', 'Ini jawaban yang panjang', 'Tidak'],
      [['Ya'], ['Ini jawaban yang panjang'], ['Tidak']],
    ],
  ])('%j stand in rows', (labels, expected) => {
    expect(rows(labels)).toEqual(expected);
  });

  it('for a contact take the place of the keyboard, once', () => {
    expect(keyboardOf({ choices: [choice('Lewati')], contact: 'Bagikan' })).toEqual({
      keyboard: [[{ text: 'Bagikan', request_contact: true }], [{ text: 'Lewati' }]],
      one_time_keyboard: true,
      resize_keyboard: true,
    });
  });

  it('go away with the next message that has none of its own', () => {
    expect(keyboardOf({ choices: [] })).toEqual({ remove_keyboard: true });
  });
});

describe('an answer to a tap', () => {
  const file = { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1]) } as const;
  it.each([
    ['changes the message', { replaces: true }, 'edit'],
    ['of few words under a picture changes the caption', { replaces: true, answered: 'c5' }, 'edit'],
    ['that replaces nothing strips the buttons', {}, 'strip'],
    ['with a file cannot change a text', { replaces: true, file }, 'strip'],
    ['that asks for the contact needs a message of its own', { replaces: true, contact: 'Bagikan' }, 'strip'],
  ] as const)('%s', (_, more, way) => {
    const made = plan(message('halo', { answered: 't5', choices: CHOICES, ...more }));
    expect(made.edit ? 'edit' : made.strip ? 'strip' : 'new').toBe(way);
  });

  it('that is too long for a caption does not change it', () => {
    expect(plan(message('x'.repeat(1025), { answered: 'c5', replaces: true })).strip).toEqual({ id: 5, caption: true });
    expect(plan(message('x'.repeat(1025), { answered: 't5', replaces: true })).edit).toBeDefined();
  });

  it('names the message by a token that nothing else can pass for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.boolean(), (id, caption) => {
        expect(readTapped(writeTapped({ id, caption }))).toEqual({ id, caption });
      }),
    );
    for (const forged of ['', 't', 't0', 't-1', 't1e3', 'x5', 't5 ', 't99999999999'])
      expect(readTapped(forged)).toBeUndefined();
  });
});
