import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  AgeError,
  identityOf,
  lockWith,
  makeIdentity,
  openWith,
  parseIdentity,
  parseRecipient,
  recipientOf,
  sealStream,
  sealTo,
  unlockWith,
} from '../../src/secrecy/age.ts';
import { collected } from './support.ts';

const identity = await makeIdentity();
const recipient = await recipientOf(identity);
const other = await makeIdentity();
/** What age seals at a time. */
const PIECE = 65_536;

test('what is sealed opens with its own key alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const sealed = await sealTo(recipient, bytes);
      expect(await openWith(identity, sealed)).toEqual(bytes);
      await expect(openWith(other, sealed)).rejects.toMatchObject({ fault: 'sealed' });
    }),
    { numRuns: 20 },
  );
});

test('a changed or missing byte is noticed, and the error says nothing of it', async () => {
  const sealed = await sealTo(recipient, Buffer.from('rahasia'));
  for (const at of [0, 30, 80, sealed.length - 20, sealed.length - 1]) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await expect(openWith(identity, changed), `byte ${at}`).rejects.toThrow(AgeError);
    await expect(openWith(identity, sealed.subarray(0, at)), `until ${at}`).rejects.toThrow(AgeError);
  }
  const error = await openWith(identity, Buffer.from('nama pelapor\n')).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AgeError);
  expect(error).not.toHaveProperty('cause');
  expect(String(error)).not.toContain('pelapor');
});

test('a stream is the same file, whatever pieces it comes in', async () => {
  const bytes = Buffer.alloc(200_000, 'bukti ');
  for (const size of [1_000, PIECE, 200_000]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
      bytes.subarray(n * size, (n + 1) * size),
    );
    const sealed = await collected(sealStream(recipient, from(pieces)));
    expect(Buffer.from(await openWith(identity, sealed)).equals(bytes)).toBe(true);
  }
  expect(await openWith(identity, await collected(sealStream(recipient, from([]))))).toHaveLength(0);
});

test('a stream is read as far as it is taken', async () => {
  let given = 0;
  let taken = 0;
  let ahead = 0;
  const source = from(
    (function* () {
      for (; given < 400 * PIECE; given += PIECE) yield Buffer.alloc(PIECE);
    })(),
  );
  for await (const { length } of sealStream(recipient, source)) {
    taken += length;
    ahead = Math.max(ahead, given - taken);
  }
  expect(taken).toBeGreaterThan(400 * PIECE);
  expect(ahead).toBeLessThan(10 * PIECE);
});

test('a large chunk is sealed as it is taken, not all at once', async () => {
  const chunk = Buffer.alloc(20 * PIECE, 'a');
  const sealed: Uint8Array[] = [];
  for await (const piece of sealStream(recipient, from([chunk]))) {
    // What is sealed already does not change any more.
    if (sealed.length === 3) chunk.fill('b');
    sealed.push(piece);
  }
  const opened = Buffer.from(await openWith(identity, Buffer.concat(sealed)));
  expect(opened.subarray(0, PIECE).toString()).toBe('a'.repeat(PIECE));
  expect(opened.subarray(-10 * PIECE).toString()).toBe('b'.repeat(10 * PIECE));
});

test('a source that fails is heard, and one that nobody reads is let go', async () => {
  class Lost extends Error {}
  const failing = (async function* () {
    yield Buffer.from('setengah');
    throw new Lost();
  })();
  await expect(collected(sealStream(recipient, failing))).rejects.toThrow(Lost);
  let ended = false;
  const endless = (async function* () {
    try {
      for (;;) yield Buffer.alloc(PIECE);
    } finally {
      ended = true;
    }
  })();
  let read = 0;
  for await (const { length } of sealStream(recipient, endless)) {
    read += length;
    if (read > 200_000) break;
  }
  expect(ended).toBe(true);
});

test('a passphrase opens what it locked, and no other does', async () => {
  const locked = await lockWith('K7QM-2XPD', Buffer.from('kunci'), 10);
  expect(Buffer.from(await unlockWith('K7QM-2XPD', locked)).toString()).toBe('kunci');
  await expect(unlockWith('K7QM-2XPE', locked)).rejects.toThrow(AgeError);
  await expect(openWith(identity, locked)).rejects.toThrow(AgeError);
});

test('only X25519 keys in their one spelling are keys', () => {
  expect(parseRecipient(recipient)).toBe(recipient);
  expect(parseIdentity(identity)).toBe(identity);
  expect(identity).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
  expect(recipient).toMatch(/^age1[0-9a-z]{58}$/);
  const last = recipient.endsWith('q') ? 'p' : 'q';
  for (const wrong of [
    '',
    identity,
    recipient.toUpperCase(),
    `${recipient} `,
    recipient.slice(0, -1) + last,
    recipient.replace('age1', 'age1pq1'),
  ]) {
    expect(() => parseRecipient(wrong), wrong).toThrow(AgeError);
  }
  for (const wrong of ['', recipient, identity.toLowerCase(), identity.slice(0, -1)]) {
    expect(() => parseIdentity(wrong), wrong).toThrow(AgeError);
  }
  expect(() => identityOf(new Uint8Array(31))).toThrow(AgeError);
});

async function* from(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  yield* chunks;
}
