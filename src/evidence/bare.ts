import { begins, LAST, partsOf, type Walked } from './parts.ts';

/**
 * The parts that make the picture. JPEG: its tables (`c4` Huffman, `db` quantisation, `dd` restart interval), its frame
 * (`c0`, `c1`, `c2`) and its scans; PNG: header, palette, transparency, pixels.
 */
const KEPT: Readonly<Record<Walked, ReadonlySet<string>>> = {
  jpeg: new Set(['c0', 'c1', 'c2', 'c4', 'da', 'db', 'dd', 'd9']),
  png: new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']),
};

/** The parts that may be left out without harm: JPEG's applications and comments, PNG's in lower case (W3C PNG, 5.4). */
const SPARED: Readonly<Record<Walked, RegExp>> = { jpeg: /^(e.|fe)$/, png: /^[a-z]/ };

/**
 * A picture without anything but the picture: no metadata of any kind, nothing behind its end. It is what makes a piece
 * count as cleaned, whoever encoded it: the cleaner, which decodes what strangers send, is not simply believed.
 *
 * @returns `undefined` when it is no whole picture of that format, or has a part that is not known
 */
export function bare(bytes: Buffer, format: Walked): Buffer | undefined {
  if (!begins(bytes, format)) return undefined;
  const kept = [bytes.subarray(0, format === 'jpeg' ? 2 : 8)];
  for (const { name, start, end } of partsOf(bytes, format)) {
    if (KEPT[format].has(name)) kept.push(bytes.subarray(start, end));
    else if (!SPARED[format].test(name)) return undefined;
    if (name === LAST[format]) return Buffer.concat(kept);
  }
  return undefined;
}
