/** Reads as much of our own PDFs as tests want to know: the objects, and the text that a screen reader would speak. */
import { inflateSync } from 'node:zlib';

export interface ReadPdf {
  /** The dictionaries, without their streams. */
  readonly objects: ReadonlyMap<number, string>;
  /** Lines in the order they were drawn. */
  readonly lines: readonly string[];
  /** Sizes of letters, in points, by line. */
  readonly sizes: readonly number[];
  /** Where each line begins, in points from the left lower corner. */
  readonly places: readonly (readonly [x: number, y: number])[];
}

export function readPdf(pdf: Buffer): ReadPdf {
  const text = pdf.toString('latin1');
  const objects = new Map<number, string>();
  const streams = new Map<number, string>();
  for (const { 1: number = '', index } of text.matchAll(/^(\d+) 0 obj$/gm)) {
    const end = text.indexOf('\nendobj', index);
    const body = text.slice(text.indexOf('\n', index) + 1, end);
    const stream = body.indexOf('\nstream\n');
    objects.set(Number(number), stream < 0 ? body : body.slice(0, stream));
    if (stream < 0) continue;
    const packed = Buffer.from(body.slice(stream + 8, body.lastIndexOf('\nendstream')), 'latin1');
    streams.set(
      Number(number),
      body.includes('/FlateDecode') ? inflateSync(packed).toString('latin1') : packed.toString(),
    );
  }
  const page = [...objects.values()].find((one) => /\/Type \/Page\b(?!s)/.test(one)) ?? '';
  const content = streams.get(referenceIn(page, 'Contents')) ?? '';
  const resources = objects.get(referenceIn(page, 'Resources')) ?? '';
  const letters = new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', font]) => {
      const unicode = streams.get(referenceIn(objects.get(Number(font)) ?? '', 'ToUnicode')) ?? '';
      return [name, readUnicode(unicode)] as const;
    }),
  );
  const drawn = [...content.matchAll(/1 0 0 1 (\S+) (\S+) Tm\n\/(F\d+) (\S+) Tf\n(?:\S+ Tc\n)?\[(.*?)\] TJ/g)].map(
    ([, x, y, font = '', size, shown = '']) => ({
      place: [Number(x), Number(y)] as const,
      size: Number(size),
      line: [...shown.matchAll(/<([0-9a-f]*)>/g)]
        .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
        .map((glyph) => letters.get(font)?.[Number.parseInt(glyph, 16)] ?? '\ufffd')
        .join(''),
    }),
  );
  return {
    objects,
    lines: drawn.map(({ line }) => line),
    sizes: drawn.map(({ size }) => size),
    places: drawn.map(({ place }) => place),
  };
}

const referenceIn = (dictionary: string, key: string): number =>
  Number(new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1] ?? 0);

/** Letters by glyph number, as the ToUnicode map has them. */
const readUnicode = (map: string): string[] =>
  [...map.matchAll(/\[(.*?)\]/gs)].flatMap(([, entries = '']) =>
    [...entries.matchAll(/<([0-9a-f ]*)>/g)].map(([, codes = '']) =>
      codes
        .split(' ')
        .map((code) => String.fromCharCode(Number.parseInt(code, 16)))
        .join(''),
    ),
  );

/** Lines as one text, so that words can be looked for across line breaks. */
export const joined = (lines: readonly string[]): string => lines.join(' ').replace(/\s+/g, ' ');
