import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { create } from 'fontkit';
import { expect, test } from 'vitest';
import { readTables, Subset } from '../../src/documents/subset.ts';
import { Typeface, typefaces } from '../../src/documents/typeface.ts';

const FILE = new URL('../../src/documents/fonts/GentiumBookBasic-Bold.ttf', import.meta.url);
const { regular, bold } = typefaces();

test('lines hold every word, in order, and none is wider than it may be', () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom(...'abcWMi.,«»é-') }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(words, fc.integer({ min: 60, max: 500 }), fc.integer({ min: 5, max: 24 }), (list, width, size) => {
      const text = list.join(' ');
      for (const lines of [regular.lines(text, size, width), bold.balanced(text, size, width)]) {
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }
      for (const line of regular.lines(text, size, width))
        expect(regular.width(line, size)).toBeLessThan(width + 0.001);
    }),
  );
});

test('balanced lines are as many as plain ones', () => {
  const text = 'Dinas Sosial, Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana';
  expect(regular.balanced(text, 10, 300)).toHaveLength(regular.lines(text, 10, 300).length);
});

test('a letter that the font lacks loses its accent or becomes a question mark; never a box', () => {
  expect(regular.printable('Siti «Rahma» – d’Ñusa')).toBe('Siti «Rahma» – d’Ñusa');
  expect(regular.printable('Şiťi')).toBe('Siti');
  expect(regular.printable('李 ali')).toBe('? ali');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      for (const letter of regular.printable(text)) {
        expect(regular.font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0), letter).toBe(true);
      }
    }),
  );
});

test('a subset is a font with the same letters', () => {
  const text = 'Ikrar Netralitas é «ÅÄ»';
  const subset = new Subset(readTables(readFileSync(FILE)));
  const glyphs = [...text].map((letter) => bold.font.glyphForCodePoint(letter.codePointAt(0) ?? 0));
  const numbers = glyphs.map(({ id }) => subset.includeGlyph(id));
  const small = create(Buffer.from(subset.encode()));
  if ('fonts' in small) throw new Error('one font was asked for');
  glyphs.forEach((glyph, n) => {
    const copy = small.getGlyph(numbers[n] ?? 0);
    expect(copy.advanceWidth).toBe(glyph.advanceWidth);
    expect(copy.path.toSVG()).toBe(glyph.path.toSVG());
  });
});

test('a letter is copied as itself, though its glyph was first drawn as a part of another letter', () => {
  const fresh = new Typeface('GentiumBookBasic-Bold.ttf');
  fresh.outline('Ž', 12, 0, 0);
  expect(fresh.font.layout('Z').glyphs[0]?.codePoints).toEqual([0x5a]);
});
