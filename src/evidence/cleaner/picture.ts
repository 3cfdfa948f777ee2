import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { LARGEST_PIECE, MOST_PIXELS } from '../../domain/evidence.ts';
import type { Answer } from '../answer.ts';
import { removedFrom } from './removed.ts';

/** Still pictures we decode, by their sort, and what libvips calls the decoder that must then be at work. */
const DECODERS: Readonly<Record<string, Metadata['format']>> = {
  jpg: 'jpeg',
  png: 'png',
  apng: 'png',
  webp: 'webp',
  gif: 'gif',
  avif: 'heif',
};

const QUALITY = 90;
/** For pictures that are too large otherwise. */
const LOW_QUALITY = 75;

/**
 * Real cameras write files that a strict reader warns about, so only what cannot be read to its end is refused. Read from
 * top to bottom, a picture need not lie in memory as a whole.
 */
const INPUT: SharpOptions = { failOn: 'error', sequentialRead: true };

/** Lets libvips load what we decode and nothing else, whatever a file claims; call it once, at the start. */
export function setUpSharp(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  const loaders = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'];
  sharp.unblock({ operation: loaders.map((name) => `VipsForeignLoad${name}Buffer`) });
  // One picture at a time, and nothing of it is kept for the next.
  sharp.cache(false);
  sharp.concurrency(1);
}

/** Whether {@link cleanPicture} takes it. */
export const isPicture = (sort: string): boolean => sort in DECODERS;

interface Cleaned {
  readonly head: Answer;
  readonly body?: Buffer;
}

/**
 * Decodes a still picture, turns it upright, brings its colours to sRGB and encodes the pixels anew. JPEG stays JPEG, PNG
 * stays PNG; others become PNG when drawn or transparent, JPEG else. An animation is passed on as it is: its first frame
 * alone would be another piece of evidence than the one that was sent.
 */
export async function cleanPicture(bytes: Buffer, sort: string): Promise<Cleaned> {
  const metadata = await readHeader(bytes);
  if (!metadata || metadata.format !== DECODERS[sort]) return { head: { is: 'refused', fault: 'damaged' } };
  if (metadata.width * metadata.height > MOST_PIXELS) return { head: { is: 'refused', fault: 'too_many_pixels' } };
  if (sort === 'apng' || (metadata.pages ?? 1) > 1) return { head: { is: 'passed', sort } };

  for (const { format, encode } of waysFor(metadata)) {
    const body = await decode(bytes, encode);
    if (!body) return { head: { is: 'refused', fault: 'damaged' } };
    if (body.length > LARGEST_PIECE) continue;
    return { head: { is: 'cleaned', format, removed: removedFrom(bytes, metadata) }, body };
  }
  return { head: { is: 'refused', fault: 'too_large' } };
}

/** `undefined` when it is damaged: sharp has one kind of error for all that a decoder says. */
async function readHeader(bytes: Buffer): Promise<Metadata | undefined> {
  try {
    return await sharp(bytes, { ...INPUT, limitInputPixels: false }).metadata();
  } catch {
    return undefined;
  }
}

async function decode(bytes: Buffer, encode: (picture: Sharp) => Sharp): Promise<Buffer | undefined> {
  const picture = sharp(bytes, { ...INPUT, limitInputPixels: MOST_PIXELS, autoOrient: true });
  try {
    return await encode(picture).toBuffer();
  } catch {
    return undefined;
  }
}

interface Way {
  readonly format: 'jpeg' | 'png';
  readonly encode: (picture: Sharp) => Sharp;
}

/** How to encode it, the best way first; the next one serves when the result is larger than a piece may be. */
function waysFor({ format, hasAlpha }: Metadata): readonly Way[] {
  const drawn = format === 'png' || format === 'gif' || hasAlpha;
  return [...(drawn ? [PNG] : []), jpeg(QUALITY), jpeg(LOW_QUALITY)];
}

const PNG: Way = { format: 'png', encode: (picture) => picture.png() };

/** Without the second pass over the Huffman tables, which would take as much memory again as the whole picture. */
const jpeg = (quality: number): Way => ({
  format: 'jpeg',
  encode: (picture) => picture.flatten({ background: '#ffffff' }).jpeg({ quality, optimiseCoding: false }),
});
