/**
 * The house's own letters: widths, line breaks and outlines, the same on every machine. The fonts are read once a process.
 */
import { readFileSync } from 'node:fs';
import { create, type Font, type Glyph } from 'fontkit';
import { readTables, Subset } from './subset.ts';

export interface Word {
  readonly text: string;
  /** At size 1. */
  readonly width: number;
}

export class Typeface {
  readonly font: Font;
  private readonly unitsPerEm: number;
  private readonly glyphs = new Map<number, Glyph>();
  private readonly outlines = new Map<number, string>();

  constructor(file: string) {
    const bytes = readFileSync(new URL(`./fonts/${file}`, import.meta.url));
    const opened = create(bytes);
    if ('fonts' in opened) throw new TypeError(`${file} is a collection of fonts`);
    this.unitsPerEm = opened.unitsPerEm;
    // The family has neither kerning nor ligatures, and text comes composed: one letter is one glyph, without shaping.
    const tables = readTables(bytes);
    this.font = Object.create(opened, {
      layout: { value: (text: string) => this.layout(text) },
      createSubset: { value: () => new Subset(tables) },
    });
  }

  /** Width of a line, in the unit of `size`. */
  width(text: string, size: number, spacing = 0): number {
    let units = 0;
    let letters = 0;
    for (const letter of text) {
      units += this.glyph(letter).advanceWidth;
      letters += 1;
    }
    return (units * size) / this.unitsPerEm + Math.max(letters - 1, 0) * spacing;
  }

  /** The words of a text with their widths at size 1: measured once, broken into lines at any size. */
  words(text: string): Word[] {
    return text.split(' ').map((word) => ({ text: word, width: this.width(word, 1) }));
  }

  /** Words that fit the width, line by line. A word that is wider than a line is cut. */
  lines(text: string | readonly Word[], size: number, width: number): string[] {
    const lines: string[] = [];
    const space = this.width(' ', 1);
    const room = width / size;
    let line = '';
    let used = 0;
    for (const word of typeof text === 'string' ? this.words(text) : text) {
      if (line !== '' && used + space + word.width <= room) {
        line += ` ${word.text}`;
        used += space + word.width;
        continue;
      }
      if (line !== '') lines.push(line);
      const pieces = word.width <= room ? [word.text] : this.pieces(word.text, room);
      line = pieces.pop() ?? '';
      used = this.width(line, 1);
      lines.push(...pieces);
    }
    return line === '' ? lines : [...lines, line];
  }

  /** As {@link lines}, in lines of about the same length: for titles and whatever is centred. */
  balanced(text: string | readonly Word[], size: number, width: number): string[] {
    const words = typeof text === 'string' ? this.words(text) : text;
    const wanted = this.lines(words, size, width);
    let narrow = width / Math.max(wanted.length, 1) / 2;
    let wide = width;
    while (wide - narrow > size / 2) {
      const middle = (narrow + wide) / 2;
      if (this.lines(words, size, middle).length > wanted.length) narrow = middle;
      else wide = middle;
    }
    return wanted.length < 2 ? wanted : this.lines(words, size, wide);
  }

  /** The letters of a line as outlines in SVG, the baseline's left end at (x, y). Needs no font, and no escaping. */
  outline(text: string, size: number, x: number, y: number, spacing = 0): string {
    const scale = size / this.unitsPerEm;
    let at = x;
    let drawn = '';
    for (const letter of text) {
      const path = this.path(letter);
      if (path !== '') {
        drawn += `<path d="${path}" transform="matrix(${scale.toFixed(5)} 0 0 -${scale.toFixed(5)} ${at.toFixed(2)} ${y.toFixed(2)})"/>`;
      }
      at += this.glyph(letter).advanceWidth * scale + spacing;
    }
    return drawn;
  }

  /**
   * The text with letters that the font has: a letter it lacks loses its accent, and what has no such likeness
   * becomes `?`.
   */
  printable(text: string): string {
    if (/^[ -~]*$/.test(text)) return text;
    return [...text.normalize('NFC')].map((letter) => (this.has(letter) ? letter : this.likeness(letter))).join('');
  }

  private likeness(letter: string): string {
    return [...letter.normalize('NFKD')].filter((part) => this.has(part) && !/\p{M}/u.test(part)).join('') || '?';
  }

  private has(letter: string): boolean {
    return this.font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);
  }

  private pieces(word: string, room: number): string[] {
    const pieces = [''];
    for (const letter of word) {
      const longer = pieces.at(-1) + letter;
      if (this.width(longer, 1) <= room || pieces.at(-1) === '') pieces[pieces.length - 1] = longer;
      else pieces.push(letter);
    }
    return pieces;
  }

  /** As fontkit lays a run out, in font units. */
  private layout(text: string) {
    const glyphs = [...text].map((letter) => this.glyph(letter));
    const positions = glyphs.map(({ advanceWidth }) => ({
      xAdvance: advanceWidth,
      yAdvance: 0,
      xOffset: 0,
      yOffset: 0,
    }));
    return { glyphs, positions, advanceWidth: glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0) };
  }

  private glyph(letter: string): Glyph {
    const code = letter.codePointAt(0) ?? 0;
    const known = this.glyphs.get(code);
    if (known) return known;
    // fontkit keeps one object for each glyph, with the letter it was first asked for: none at all when it was a part of another,
    // as Z is of Ž. What a document copies as text must be the letter that stands there.
    const glyph: Glyph = Object.create(this.font.glyphForCodePoint(code), { codePoints: { value: [code] } });
    this.glyphs.set(code, glyph);
    return glyph;
  }

  private path(letter: string): string {
    const { id } = this.glyph(letter);
    const known = this.outlines.get(id);
    if (known !== undefined) return known;
    const path = this.glyph(letter).path.toSVG();
    this.outlines.set(id, path);
    return path;
  }
}

export interface Typefaces {
  readonly regular: Typeface;
  readonly bold: Typeface;
}

let opened: Typefaces | undefined;

/** Regular and bold, opened at the first call. */
export function typefaces(): Typefaces {
  opened ??= {
    regular: new Typeface('GentiumBookBasic-Regular.ttf'),
    bold: new Typeface('GentiumBookBasic-Bold.ttf'),
  };
  return opened;
}
