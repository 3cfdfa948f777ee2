/** What reads the bytes of strangers without a decoder: the last look at a clean copy, the frames, the finders. */
import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { bare } from '../../src/evidence/bare.ts';
import { findInExif } from '../../src/evidence/cleaner/exif.ts';
import { extrasOf } from '../../src/evidence/cleaner/extras.ts';
import { findInIptc } from '../../src/evidence/cleaner/iptc.ts';
import { findInXmp } from '../../src/evidence/cleaner/xmp.ts';
import { type Frame, FrameError, readFrames, writeFrame } from '../../src/evidence/frames.ts';
import { chunk, comment, EXIF, MARK, partNames, picture, textChunk, withChunks, withSegments, XMP } from './files.ts';

let jpeg: Buffer;
let png: Buffer;
beforeAll(async () => {
  jpeg = await picture(48, 32).withExif(EXIF).withXmp(XMP).jpeg().toBuffer();
  png = await picture(48, 32).withExif(EXIF).withXmp(XMP).png().toBuffer();
});

describe('the last look', () => {
  test('takes away what an encoder left, and what stands behind the end', () => {
    const copy = bare(Buffer.concat([withSegments(jpeg, comment(MARK)), Buffer.from(MARK)]), 'jpeg');
    expect(copy?.includes(MARK)).toBe(false);
    expect(copy && partNames(copy, 'jpeg').filter((name) => /^(e.|fe)$/.test(name))).toEqual([]);
    const other = bare(Buffer.concat([withChunks(png, textChunk('Author', MARK)), Buffer.from(MARK)]), 'png');
    expect(other?.includes(MARK)).toBe(false);
    expect(other && [...new Set(partNames(other, 'png'))]).toEqual(['IHDR', 'IDAT', 'IEND']);
  });

  test('knows nothing of another format, a part that must be understood, or half a picture', () => {
    expect(bare(png, 'jpeg')).toBeUndefined();
    expect(bare(jpeg, 'png')).toBeUndefined();
    expect(bare(withChunks(png, chunk('MARK', Buffer.from(MARK))), 'png')).toBeUndefined();
    expect(bare(jpeg.subarray(0, -2), 'jpeg')).toBeUndefined();
    expect(bare(png.subarray(0, -12), 'png')).toBeUndefined();
    expect(bare(Buffer.alloc(0), 'jpeg')).toBeUndefined();
  });

  test('comes to an end with whatever it is given', () => {
    const mangled = fc
      .tuple(fc.boolean(), fc.nat(3000), fc.nat(20), fc.uint8Array({ maxLength: 20 }))
      .map(([first, at, cut, put]) => {
        const whole = first ? jpeg : png;
        return Buffer.concat([whole.subarray(0, at), put, whole.subarray(at + cut)]);
      });
    fc.assert(
      fc.property(mangled, (bytes) => {
        for (const format of ['jpeg', 'png'] as const) {
          const copy = bare(bytes, format);
          if (copy) expect(bare(copy, format)?.equals(copy)).toBe(true);
          expect([...extrasOf(bytes, format)].length).toBeLessThan(6);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('and is not kept busy by a million parts', () => {
    const many = Buffer.concat([
      jpeg.subarray(0, 2),
      Buffer.alloc(4_000_000, Buffer.from('fffe0002', 'hex')),
      jpeg.subarray(2),
    ]);
    expect(bare(many, 'jpeg')).toBeUndefined();
  });
});

test('the finders come to an end with whatever they are given', () => {
  const block = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  const header = fc.constantFrom('II*\0\x08\0\0\0', 'MM\0*\0\0\0\x08', 'Exif\0\0II*\0\x08\0\0\0');
  const exif = fc.tuple(header, block).map(([head, rest]) => Buffer.concat([Buffer.from(head, 'latin1'), rest]));
  fc.assert(
    fc.property(fc.oneof(block, exif), (bytes) => {
      for (const find of [findInExif, findInIptc, findInXmp]) expect(() => [...find(bytes)]).not.toThrow();
    }),
    { numRuns: 1000 },
  );
});

test('an Exif directory that points to itself is read once too often, not for ever', () => {
  // One entry, a pointer (34665) to the directory it stands in.
  const circle = Buffer.from('49492a0008000000010069870400010000000800000008000000', 'hex');
  expect([...findInExif(circle)]).toEqual(['other']);
});

describe('frames', () => {
  const written = async (...frames: readonly Frame[]): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    const to = new Writable({
      write(bytes: Buffer, _, done) {
        chunks.push(bytes);
        done();
      },
    });
    for (const { head, body } of frames) await writeFrame(to, head, body);
    return Buffer.concat(chunks);
  };
  const read = async (chunks: readonly Buffer[], largest = 1000): Promise<Frame[]> => {
    const frames: Frame[] = [];
    for await (const frame of readFrames(Readable.from(chunks), largest)) frames.push(frame);
    return frames;
  };

  test('come back whole, however the pipe cuts them', async () => {
    const frame = fc.record({ head: fc.jsonValue(), body: fc.uint8Array().map((bytes) => Buffer.from(bytes)) });
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), async (frames, size) => {
        const bytes = await written(...frames);
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
          bytes.subarray(n * size, (n + 1) * size),
        );
        const plain = frames.map(({ head, body }) => ({ head: JSON.parse(JSON.stringify(head)), body }));
        expect(await read(pieces)).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });

  test('cut short by the end are none; too large or no JSON, they are refused', async () => {
    const whole = await written({ head: {}, body: Buffer.from('abc') });
    expect(await read([whole.subarray(0, -1)])).toEqual([]);
    await expect(read([whole], 2)).rejects.toBeInstanceOf(FrameError);
    await expect(read([Buffer.from('ffffffff00000000', 'hex')])).rejects.toBeInstanceOf(FrameError);
    await expect(read([Buffer.from('0000000100000000', 'hex'), Buffer.from('{')])).rejects.toBeInstanceOf(FrameError);
  });
});
