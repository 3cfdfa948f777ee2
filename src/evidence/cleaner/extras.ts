/** What stands in a file beside the picture and is not shown by sharp: comments, parts of applications, a second file. */
import type { Metadata } from 'sharp';
import type { Removed } from '../../domain/evidence.ts';
import { LAST, type Part, partsOf, type Walked } from '../parts.ts';
import { hasGifExtras } from './gif.ts';

/** How much of a part tells what it is. */
const OPENING = 32;

/** Finds them in JPEG, PNG, WebP and GIF. */
export function extrasOf(bytes: Buffer, format: Metadata['format']): ReadonlySet<Removed> {
  if (format === 'jpeg' || format === 'png') return walk(bytes, format);
  if (format === 'webp') return hasWebpExtras(bytes) ? new Set(['other']) : new Set();
  if (format === 'gif') return hasGifExtras(bytes) ? new Set(['other']) : new Set();
  return new Set();
}

function walk(bytes: Buffer, format: Walked): ReadonlySet<Removed> {
  const found = new Set<Removed>();
  const findIn = format === 'jpeg' ? findInSegment : findInChunk;
  let end: number | undefined;
  for (const part of partsOf(bytes, format)) {
    const find = findIn(part, bytes.toString('latin1', part.start, Math.min(part.end, part.start + OPENING)));
    if (find) found.add(find);
    if (part.name === LAST[format]) end = part.end;
  }
  // Some cameras fill up with zeros.
  if (end === undefined || bytes.subarray(end).some((byte) => byte !== 0)) found.add('other');
  return found;
}

/** Applications' segments that sharp shows or that only say how to read the pixels, by how their content begins. */
const USUAL_SEGMENTS: Readonly<Record<string, RegExp>> = {
  e1: /^(Exif\0|http:\/\/ns\.adobe\.com\/xap\/1\.0\/)/,
  e2: /^ICC_PROFILE\0/,
  ed: /^Photoshop 3\.0\0/,
  ee: /^Adobe/,
};

/** A JFIF segment without a small preview in it has this many bytes, `ff e0` and all. */
const PLAIN_JFIF = 18;

function findInSegment({ name, start, end }: Part, opening: string): Removed | undefined {
  if (name === 'fe') return 'other';
  if (!name.startsWith('e')) return undefined;
  const content = opening.slice(4);
  const usual =
    name === 'e0' ? /^JFIF/.test(content) && end - start <= PLAIN_JFIF : USUAL_SEGMENTS[name]?.test(content);
  return usual ? undefined : 'other';
}

/** Chunks that say how to show the pixels (W3C PNG, 11.3), or that sharp shows. */
const USUAL_CHUNK = /^([A-Z]|tRNS|cHRM|gAMA|iCCP|sBIT|sRGB|cICP|mDCV|cLLI|bKGD|hIST|pHYs|sPLT|eXIf|tEXt|zTXt|iTXt)/;

function findInChunk({ name }: Part): Removed | undefined {
  if (name === 'tIME') return 'time';
  return USUAL_CHUNK.test(name) ? undefined : 'other';
}

const WEBP_CHUNKS = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP', 'EXIF', 'XMP ']);

/** RFC 9649: `RIFF | length | WEBP`, then chunks of `type | length | content`, each of an even length. */
function hasWebpExtras(bytes: Buffer): boolean {
  let at = 12;
  const end = Math.min(8 + bytes.readUInt32LE(4), bytes.length);
  while (at + 8 <= end) {
    if (!WEBP_CHUNKS.has(bytes.toString('latin1', at, at + 4))) return true;
    const length = bytes.readUInt32LE(at + 4);
    at += 8 + length + (length % 2);
  }
  return end < bytes.length;
}
