/**
 * Letters as pixels: drawn once from the font's outlines, as SVG through sharp, and kept. Drawing a whole picture from SVG
 * each time costs ten times as much, nearly all of it for outlines that were drawn before.
 */
import sharp from 'sharp';
import type { Canvas, Shape } from './canvas.ts';
import { type Typefaces, typefaces } from './typeface.ts';

export interface LetterStyle {
  readonly face: keyof Typefaces;
  /** Pixels. */
  readonly size: number;
  readonly ink: string;
  /** Extra room between letters. */
  readonly spacing?: number;
}

export interface Line {
  readonly text: string;
  /** Left end, or the middle of a centred line. */
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly style: LetterStyle;
  readonly centred?: boolean;
}

/** A letter, cut to the pixels that are not white. */
interface Letter {
  readonly shape: Shape;
  /** From the pen's place on the baseline to the shape's left upper corner. */
  readonly left: number;
  readonly top: number;
}

const kept = new Map<string, Letter>();

/** Draws lines; letters that were never drawn before are made first. */
export async function drawLines(canvas: Canvas, lines: readonly Line[]): Promise<void> {
  await Promise.all(lines.map(({ text, style }) => prepare(text, style)));
  for (const { text, x, y, style, centred } of lines) {
    const face = typefaces()[style.face];
    const { size, spacing = 0 } = style;
    let at = centred ? x - face.width(text, size, spacing) / 2 : x;
    for (const letter of text) {
      const drawn = kept.get(nameOf(letter, style));
      if (drawn) canvas.draw(drawn.shape, Math.round(at) + drawn.left, Math.round(y) + drawn.top, style.ink);
      at += face.width(letter, size) + spacing;
    }
  }
}

/** A cell of the strip holds a letter with room for accents and for strokes that reach past its width. */
const pad = (size: number): number => Math.ceil(size * 0.2);
const above = (size: number): number => Math.ceil(size * 1.1);
const cellHeight = (size: number): number => Math.ceil(size * 1.5);
const nameOf = (letter: string, { face, size }: LetterStyle): string => `${face} ${size} ${letter}`;

/** Draws the letters of a line that are not kept yet, side by side in one SVG. */
async function prepare(text: string, style: LetterStyle): Promise<void> {
  const missing = [...new Set(text)].filter((letter) => !kept.has(nameOf(letter, style)));
  if (missing.length === 0) return;
  const { size } = style;
  const face = typefaces()[style.face];
  const cells = missing.map((letter) => ({ letter, width: Math.ceil(face.width(letter, size)) + 2 * pad(size) }));
  const height = cellHeight(size);
  const width = cells.reduce((sum, cell) => sum + cell.width, 0);
  let left = 0;
  const outlines = cells.map((cell) => {
    const outline = face.outline(cell.letter, size, left + pad(size), above(size));
    left += cell.width;
    return outline;
  });
  const strip = await drawShape(outlines.join(''), width, height);
  left = 0;
  for (const cell of cells) {
    kept.set(nameOf(cell.letter, style), cut(strip, left, cell.width, size));
    left += cell.width;
  }
}

/** Renders SVG shapes; only their coverage counts, not their colour. */
export async function drawShape(shapes: string, width: number, height: number): Promise<Shape> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  const { data } = await sharp(Buffer.from(svg)).extractChannel('alpha').raw().toBuffer({ resolveWithObject: true });
  return { width, height, alpha: data };
}

/** Takes a cell out of a strip, without the white around the letter. */
function cut(strip: Shape, left: number, cellWidth: number, size: number): Letter {
  const inked = (x: number, y: number): boolean => (strip.alpha[y * strip.width + left + x] ?? 0) > 0;
  const columns = range(cellWidth).filter((x) => range(strip.height).some((y) => inked(x, y)));
  const rows = range(strip.height).filter((y) => columns.some((x) => inked(x, y)));
  const [x0 = 0, y0 = 0] = [columns[0], rows[0]];
  const width = (columns.at(-1) ?? x0 - 1) - x0 + 1;
  const height = (rows.at(-1) ?? y0 - 1) - y0 + 1;
  const alpha = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = (y0 + y) * strip.width + left + x0;
    alpha.set(strip.alpha.subarray(from, from + width), y * width);
  }
  return { shape: { width, height, alpha }, left: x0 - pad(size), top: y0 - above(size) };
}

const range = (length: number): number[] => Array.from({ length }, (_, n) => n);
