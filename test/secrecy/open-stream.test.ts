import { expect, test } from 'vitest';
import { AgeError, makeIdentity, openStream, recipientOf, sealTo } from '../../src/secrecy/age.ts';
import { collected } from './support.ts';

const PIECE = 64 * 1024;
const identity = await makeIdentity();
const recipient = await recipientOf(identity);
const content = Buffer.alloc(5 * PIECE + 17, 'bukti ');
const sealed = Buffer.from(await sealTo(recipient, content));

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

test.each([1000, PIECE, 512 * 1024])('what was sealed comes back, read in chunks of %i bytes', async (size) => {
  expect((await collected(openStream(identity, inChunks(sealed, size)))).equals(content)).toBe(true);
});

test('nothing at all is a file, too', async () => {
  const empty = await sealTo(recipient, new Uint8Array());
  expect(await collected(openStream(identity, inChunks(empty, 100)))).toHaveLength(0);
});

test('a file that was cut off, changed, or sealed to somebody else does not open', async () => {
  const changed = Buffer.from(sealed);
  changed[sealed.length - 3 * PIECE] = (changed[sealed.length - 3 * PIECE] ?? 0) ^ 1;
  const ends = [sealed.length - 1, sealed.length - 2 * PIECE, 300, 40, 0].map((end) => sealed.subarray(0, end));
  for (const wrong of [...ends, changed]) {
    await expect(collected(openStream(identity, inChunks(wrong, PIECE)))).rejects.toThrow(new AgeError('sealed'));
  }
  const other = await makeIdentity();
  await expect(collected(openStream(other, inChunks(sealed, PIECE)))).rejects.toThrow(new AgeError('sealed'));
});

test('a source that fails is heard, and one that nobody reads on is let go', async () => {
  class Lost extends Error {}
  const failing = (async function* () {
    yield sealed.subarray(0, 2 * PIECE);
    throw new Lost();
  })();
  await expect(collected(openStream(identity, failing))).rejects.toThrow(Lost);
  let ended = false;
  const watched = (async function* () {
    try {
      yield* inChunks(sealed, PIECE);
    } finally {
      ended = true;
    }
  })();
  for await (const piece of openStream(identity, watched)) if (piece.length > 0) break;
  expect(ended).toBe(true);
});
