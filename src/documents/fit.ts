/** Sets the confirmed texts into a box: as large as they fit, in two columns once lines would grow too long to read. */
import type { LegalDocument } from '../domain/document.ts';
import { type Typefaces, typefaces, type Word } from './typeface.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedLine {
  readonly text: string;
  /** The left end; of a title, the middle. */
  readonly x: number;
  /** Baseline. */
  readonly y: number;
}

/** A paragraph where it stands. A point has its number in `label`. */
export interface PlacedBlock {
  readonly role: 'title' | 'text' | 'point';
  readonly face: keyof Typefaces;
  readonly label?: PlacedLine;
  readonly lines: readonly PlacedLine[];
}

export interface Fitted {
  readonly size: number;
  readonly documents: readonly (readonly PlacedBlock[])[];
  /** Where the text ends. */
  readonly bottom: number;
}

/** The texts do not fit one page at the smallest size that can be read. */
export class DoesNotFitError extends Error {
  override readonly name = 'DoesNotFitError';
}

/** Sizes in points, largest first; below the last nobody can read the text. */
const SIZES = [12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5];
const LARGEST_IN_COLUMNS = 8;
/** Room between lines: small letters in short lines need less. */
const LEADING = { 1: 1.38, 2: 1.27 } as const;
const GUTTER = 18;

/** Documents whose words were measured: that takes longer than setting them. */
export type Measured = readonly (readonly Paragraph[])[];

export const measureDocuments = (documents: readonly LegalDocument[]): Measured => documents.map(measure);

/** `undefined` when they are too long even at the smallest size. */
export function fitDocuments(documents: Measured, box: Box): Fitted | undefined {
  // What fits at a size fits at the smaller ones: half of those that are left are ruled out by each try.
  let from = 0;
  let to = SIZES.length;
  let best: Fitted | undefined;
  while (from < to) {
    const middle = (from + to) >> 1;
    const size = SIZES[middle] ?? 0;
    const fitted = setColumns(documents, box, size, size > LARGEST_IN_COLUMNS ? 1 : 2);
    if (fitted) {
      best = fitted;
      to = middle;
    } else from = middle + 1;
  }
  return best;
}

interface Paragraph {
  readonly role: PlacedBlock['role'];
  readonly face: keyof Typefaces;
  readonly label?: string;
  readonly words: readonly Word[];
  /** In sizes of the letters, as the gap is. */
  readonly indent: number;
  readonly gapBefore: number;
}

function measure(document: LegalDocument, n: number): Paragraph[] {
  const { regular, bold } = typefaces();
  const plain = { role: 'text', face: 'regular', indent: 0, gapBefore: 0.42 } as const;
  const words = (text: string): Word[] => regular.words(regular.printable(text));
  const indent = document.points.length > 9 ? 1.9 : 1.45;
  return [
    {
      ...plain,
      role: 'title',
      face: 'bold',
      words: bold.words(bold.printable(document.title)),
      gapBefore: n > 0 ? 1.5 : 0,
    },
    { ...plain, words: words(document.opening) },
    ...document.points.map(
      (point, at): Paragraph => ({
        ...plain,
        role: 'point',
        label: `${at + 1}.`,
        words: words(point),
        indent,
      }),
    ),
    { ...plain, words: words(document.closing) },
  ];
}

function setColumns(documents: Measured, box: Box, size: number, columns: 1 | 2): Fitted | undefined {
  const width = columns === 1 ? box.width : (box.width - GUTTER) / 2;
  const loose = documents.map((paragraphs) =>
    paragraphs.map((one) => {
      const indent = one.indent * size;
      const face = typefaces()[one.face];
      const lines =
        one.role === 'title' ? face.balanced(one.words, size, width) : face.lines(one.words, size, width - indent);
      return { ...one, indent, lines, gapBefore: one.gapBefore * size };
    }),
  );
  const leading = size * LEADING[columns];
  const total = loose.flat().reduce((sum, { lines, gapBefore }) => sum + gapBefore + lines.length * leading, 0);
  // The first column may end a little late: the second should not be the longer one.
  const deep = columns === 1 ? box.height : Math.min(box.height, total / 2 + 3 * leading);
  if (total > columns * box.height) return undefined;

  let column = 0;
  let y = 0;
  let height = 0;
  const place = (block: (typeof loose)[number][number]): PlacedBlock => {
    if (y > 0) y += block.gapBefore;
    // A paragraph stays together.
    if (y + block.lines.length * leading > deep && column + 1 < columns) {
      column += 1;
      y = 0;
    }
    const left = box.x + column * (width + GUTTER) + (block.role === 'title' ? width / 2 : block.indent);
    const lines = block.lines.map((line) => {
      y += leading;
      return { text: line, x: left, y: box.y + y - leading * 0.26 };
    });
    height = Math.max(height, y);
    const { role, face, label } = block;
    const [first] = lines;
    return {
      role,
      face,
      lines,
      ...(label && first ? { label: { text: label, x: first.x - block.indent, y: first.y } } : {}),
    };
  };
  const placed = loose.map((blocks) => blocks.map(place));
  return height <= box.height ? { size, documents: placed, bottom: box.y + height } : undefined;
}
