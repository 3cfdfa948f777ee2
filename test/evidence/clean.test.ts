import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import {
  chunk,
  comment,
  EXIF,
  gif,
  iptc,
  MARK,
  packedTextChunk,
  picture,
  segment,
  textChunk,
  withChunks,
  withSegments,
  XMP,
} from './files.ts';
import { cleaned, sharedExaminer } from './support.ts';

const examiner = sharedExaminer();
const everything = ['place', 'time', 'device', 'author', 'other'];

describe('nothing but the picture is left, and the person hears what was there', () => {
  test('EXIF with GPS, dates, serial number and names', async () => {
    const { removed } = await cleaned(examiner, await picture().withExif(EXIF).jpeg().toBuffer());
    expect(removed).toEqual(everything);
  });

  test.each([
    ['place', { IFD3: EXIF.IFD3 }],
    ['time', { IFD2: { DateTimeOriginal: '2029:02:11 10:03:00' } }],
    ['device', { IFD2: { LensSerialNumber: MARK } }],
    ['author', { IFD0: { Artist: MARK } }],
    ['other', { IFD0: { ImageDescription: MARK } }],
  ])('EXIF that tells %s only', async (what, exif) => {
    const { removed } = await cleaned(examiner, await picture().withExif(exif).jpeg().toBuffer());
    expect(removed).toEqual([what]);
  });

  test('XMP', async () => {
    const { removed } = await cleaned(examiner, await picture().withXmp(XMP).jpeg().toBuffer());
    expect(removed).toEqual(['place', 'time', 'device', 'author']);
  });

  test('IPTC', async () => {
    const block = iptc([90, `${MARK} Malang`], [55, '20290211'], [80, `${MARK} by-line`], [120, `${MARK} caption`]);
    const { removed } = await cleaned(examiner, withSegments(await picture().jpeg().toBuffer(), block));
    expect(removed).toEqual(['place', 'time', 'author', 'other']);
  });

  test('a comment, an unknown application, a second packet, a preview', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    for (const extra of [
      comment(MARK),
      segment(0xe7, Buffer.from(MARK)),
      segment(0xe1, Buffer.from(`http://ns.adobe.com/xmp/extension/\0${MARK}`)),
      segment(0xe0, Buffer.from(`JFXX\0${MARK}`)),
    ]) {
      expect((await cleaned(examiner, withSegments(jpeg, extra))).removed).toEqual(['other']);
    }
  });

  test('chunks of a PNG: text, packed text, time, Exif, an unknown one', async () => {
    const png = await picture().withExif(EXIF).png().toBuffer();
    const full = withChunks(
      png,
      textChunk('Author', MARK),
      packedTextChunk('Raw profile type exif', Buffer.from(MARK)),
      chunk('tIME', Buffer.from([7, 237, 2, 11, 10, 3, 0])),
      chunk('maRk', Buffer.from(MARK)),
    );
    expect((await cleaned(examiner, full)).removed).toEqual(everything);
    const plain = await picture().png().toBuffer();
    expect((await cleaned(examiner, withChunks(plain, textChunk('Author', MARK)))).removed).toEqual(['author']);
    expect((await cleaned(examiner, withChunks(plain, chunk('tIME', Buffer.alloc(7, 1))))).removed).toEqual(['time']);
  });

  test.each([
    ['webp', (made: Sharp) => made.webp()],
    ['avif', (made: Sharp) => made.avif({ effort: 0 })],
  ])('%s', async (_, encode) => {
    const { removed, format } = await cleaned(examiner, await encode(picture().withExif(EXIF).withXmp(XMP)).toBuffer());
    expect(removed).toEqual(everything);
    expect(format).toBe('jpeg');
  });

  test('a GIF of one frame with a comment', async () => {
    const blocks = Buffer.concat([Buffer.from([0x21, 0xfe, MARK.length]), Buffer.from(MARK), Buffer.from([0])]);
    expect(await cleaned(examiner, gif(1, { blocks }))).toMatchObject({ format: 'png', removed: ['other'] });
    expect(await cleaned(examiner, gif(1))).toMatchObject({ format: 'png', removed: [] });
  });

  test('the resolution in dots per inch, which nobody needs to hear of', async () => {
    const { bytes } = await cleaned(examiner, await picture().withMetadata({ density: 311 }).png().toBuffer());
    expect((await sharp(bytes).metadata()).density).not.toBe(311);
  });

  test('a picture that had nothing loses nothing', async () => {
    expect((await cleaned(examiner, await picture().jpeg().toBuffer())).removed).toEqual([]);
    expect((await cleaned(examiner, await picture().png().toBuffer())).removed).toEqual([]);
    expect((await cleaned(examiner, await picture().webp().toBuffer())).removed).toEqual([]);
  });

  test('an Exif block that is garbage costs nobody their evidence', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    const block = segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(`${MARK} no TIFF at all`)]));
    expect((await cleaned(examiner, withSegments(jpeg, block))).removed).toEqual(['other']);
  });
});

describe('the picture stays what it was', () => {
  /** Which corner of the stored picture is seen left above, right above, left below, right below (CIPA DC-008, 4.6.5.1.1). */
  test.each([
    [1, 'abcd'],
    [2, 'badc'],
    [3, 'dcba'],
    [4, 'cdab'],
    [5, 'acbd'],
    [6, 'cadb'],
    [7, 'dbca'],
    [8, 'bdac'],
  ])('upright, when it was stored with orientation %i', async (orientation, corners) => {
    const grey = { a: 30, b: 90, c: 150, d: 210 };
    const stored = Buffer.alloc(64 * 32);
    for (let at = 0; at < stored.length; at += 1) {
      const [right, below] = [at % 64 >= 32, at >= stored.length / 2];
      stored[at] = below ? (right ? grey.d : grey.c) : right ? grey.b : grey.a;
    }
    const made = sharp(stored, { raw: { width: 64, height: 32, channels: 1 } }).withMetadata({ orientation });
    for (const bytes of [await made.clone().jpeg({ quality: 100 }).toBuffer(), await made.clone().png().toBuffer()]) {
      const copy = sharp((await cleaned(examiner, bytes)).bytes)
        .greyscale()
        .raw();
      const { data, info } = await copy.toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual(orientation < 5 ? [64, 32] : [32, 64]);
      const at = (x: number, y: number): number => data[(y * info.width + x) * info.channels] ?? 0;
      const [right, below] = [info.width - 6, info.height - 6];
      const seen = [at(5, 5), at(right, 5), at(5, below), at(right, below)];
      const nearest = seen.map((value) => Object.entries(grey).find(([, one]) => Math.abs(one - value) < 12)?.[0]);
      expect(nearest.join('')).toBe(corners);
    }
  });

  test.each<[string, number, (made: Sharp) => Sharp]>([
    ['a profile of a wide gamut', 4, (made) => made.withIccProfile('p3').jpeg({ quality: 100 })],
    ['a profile of a wide gamut, PNG', 4, (made) => made.withIccProfile('p3').png()],
    ['16 bits a channel', 4, (made) => made.toColourspace('rgb16').png()],
    // Printers' inks do not reach every colour: it was lost before.
    ['four inks', 20, (made) => made.withIccProfile('cmyk').jpeg({ quality: 100 })],
  ])('in its colours: %s', async (_, tolerance, encode) => {
    const made = sharp({ create: { width: 64, height: 64, channels: 3, background: { r: 170, g: 120, b: 100 } } });
    const { bytes } = await cleaned(examiner, await encode(made).toBuffer());
    const { channels } = await sharp(bytes).stats();
    expect(channels).toHaveLength(3);
    [170, 120, 100].forEach((value, n) => {
      expect(Math.abs(value - (channels[n]?.mean ?? 0))).toBeLessThan(tolerance);
    });
    expect(await sharp(bytes).metadata()).toMatchObject({ depth: 'uchar' });
  });

  test('transparent where it was', async () => {
    const sticker = sharp({ create: { width: 32, height: 32, channels: 4, background: '#00000000' } });
    const { bytes, format } = await cleaned(examiner, await sticker.webp().toBuffer());
    expect(format).toBe('png');
    expect((await sharp(bytes).stats()).isOpaque).toBe(false);
  });

  test('and when a transparent one would become too large, it becomes a JPEG on white', async () => {
    const noise = sharp({
      create: {
        width: 3000,
        height: 2700,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    });
    const sent = await noise.ensureAlpha(0.5).webp({ quality: 60, effort: 0 }).toBuffer();
    expect((await cleaned(examiner, sent)).format).toBe('jpeg');
  });
});
