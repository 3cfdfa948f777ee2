import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { LARGEST_PIECE } from '../../src/domain/evidence.ts';
import { chunk, claimingPng, gif, heavyPng, heic, MARK, packedTextChunk, picture, withChunks } from './files.ts';
import { cleaned, sharedExaminer } from './support.ts';

const examiner = sharedExaminer();
const faultOf = async (bytes: Uint8Array): Promise<unknown> => {
  const result = await examiner.examine(bytes);
  return result.ok ? result.piece : result.fault;
};

test('nothing is not evidence', async () => {
  expect(await faultOf(Buffer.alloc(0))).toBe('empty');
});

test('more than may be is refused unread, and the largest that may be is taken', async () => {
  expect(await faultOf(Buffer.alloc(21 * 1024 * 1024))).toBe('too_large');
  const largest = Buffer.alloc(LARGEST_PIECE, 'a');
  expect(await examiner.examine(largest)).toMatchObject({ ok: true, piece: { extension: 'bin' } });
});

test('a picture that claims 60,000 times 60,000 pixels is not decoded', async () => {
  const bomb = claimingPng(60_000, 60_000, 20_000);
  expect(bomb.length).toBeLessThan(1024 * 1024);
  expect(await faultOf(bomb)).toBe('too_many_pixels');
  expect(await faultOf(gif(1, { side: 65_535 }))).toBe('too_many_pixels');
  expect(await faultOf(gif(9, { side: 65_535 }))).toBe('too_many_pixels');
});

test('one row more than the largest picture is too much', async () => {
  expect(await faultOf(claimingPng(8192, 6145, 1))).toBe('too_many_pixels');
  // As many as may be, of which most are missing.
  expect(await faultOf(claimingPng(8192, 6144, 1))).toBe('damaged');
});

test('the largest picture, on its side, is cleaned within the bounds and without a file', async () => {
  const { bytes } = await cleaned(examiner, await heavyPng());
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 6144, height: 8192 });
  // libvips decodes a WebP as a whole, and would have liked to put it on the disk.
  const webp = sharp({ create: { width: 8192, height: 6144, channels: 3, background: '#1e5ac8' } });
  await cleaned(examiner, await webp.webp({ effort: 0 }).toBuffer());
});

test('an animation is passed on whole, however many frames it has', async () => {
  const pages = Buffer.alloc(8 * 8 * 3 * 4, 77);
  const frames = sharp(pages.fill(180, 0, 400), { raw: { width: 8, height: 32, channels: 3, pageHeight: 8 } });
  for (const [extension, bytes] of [
    ['gif', gif(10_000)],
    ['webp', await frames.webp().toBuffer()],
    ['png', withChunks(await picture().png().toBuffer(), chunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])))],
  ] as const) {
    const result = await examiner.examine(bytes);
    expect(result).toEqual({
      ok: true,
      piece: expect.objectContaining({ kind: 'photo', extension, cleaned: false }),
      bytes,
    });
  }
});

test('a picture cut short or scratched is damaged, not half a picture', async () => {
  const jpeg = await picture().jpeg().toBuffer();
  const png = await picture().png().toBuffer();
  const webp = await picture().webp().toBuffer();
  for (const whole of [jpeg, png, webp, gif(1)]) {
    expect(await faultOf(whole.subarray(0, Math.floor(whole.length / 2)))).toBe('damaged');
  }
  expect(await faultOf(jpeg.subarray(0, 4))).toBe('damaged');
  expect(await faultOf(Buffer.concat([jpeg.subarray(0, 20), Buffer.alloc(2000, 0x55)]))).toBe('damaged');
  // The magic of one format, and what another begins with.
  expect(await faultOf(Buffer.from('\ufeff\u00ff', 'utf8'))).toMatchObject({ extension: 'bin' });
  expect(await faultOf(Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\0'), jpeg]))).toBe('damaged');
});

test('a file that is also another one is a picture, and the other one is gone', async () => {
  const jpeg = await picture().jpeg().toBuffer();
  const png = await picture().png().toBuffer();
  const zip = Buffer.concat([
    Buffer.from('504b0304', 'hex'),
    Buffer.alloc(26),
    Buffer.from(MARK),
    Buffer.from('504b0506', 'hex'),
  ]);
  const html = Buffer.from(`<html><script>document.title = '${MARK}'</script></html>`);
  const video = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42'), Buffer.from(MARK)]);
  for (const tail of [zip, html, video, jpeg, Buffer.from(`%PDF-1.4 ${MARK}`)]) {
    expect((await cleaned(examiner, Buffer.concat([jpeg, tail]))).removed).toEqual(['other']);
    expect((await cleaned(examiner, Buffer.concat([png, tail]))).removed).toEqual(['other']);
  }
  const webp = await picture().webp().toBuffer();
  expect((await cleaned(examiner, Buffer.concat([webp, html]))).removed).toEqual(['other']);
  expect((await cleaned(examiner, Buffer.concat([gif(1), html]))).removed).toEqual(['other']);
});

test('HEIC is passed on whole, with the place that is in it, and is said not to be cleaned', async () => {
  const sent = await heic();
  expect(sent.includes(MARK)).toBe(true);
  for (const bytes of [sent, sent.subarray(0, sent.length / 2)]) {
    expect(await examiner.examine(bytes)).toEqual({
      ok: true,
      piece: { kind: 'photo', type: 'image/heic', extension: 'heic', cleaned: false, removed: [] },
      bytes,
    });
  }
});

// That nobody asks for its name, or what its sender says it is: `test/wall/file-names.test.ts`.
test('a ZIP is a ZIP', async () => {
  const zip = Buffer.concat([Buffer.from('504b0506', 'hex'), Buffer.alloc(18)]);
  expect(await faultOf(zip)).toMatchObject({
    kind: 'document',
    type: 'application/zip',
    extension: 'zip',
    cleaned: false,
  });
});

test('text and profiles that unpack to a hundred megabytes do no harm', async () => {
  const png = await picture().png().toBuffer();
  const vast = Buffer.alloc(100 * 1024 * 1024);
  const profile = chunk('iCCP', Buffer.concat([Buffer.from('sRGB\0\0'), deflateSync(vast)]));
  for (const bomb of [withChunks(png, packedTextChunk('Comment', vast)), withChunks(png, profile)]) {
    const result = await examiner.examine(bomb);
    expect(result.ok ? result.piece.cleaned : result.fault).toEqual(result.ok ? true : 'damaged');
  }
});
