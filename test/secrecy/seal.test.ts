import { createSecretKey, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { blind } from '../../src/secrecy/blind.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { open, openKnown, openUnder, SealError, seal, sealKnown, sealUnder } from '../../src/secrecy/seal.ts';

const keys = new Keys('the first root secret, long enough');
const others = new Keys('another root secret, long enough too');
const row = Buffer.from('row');

test('what is sealed opens again, in its place only', () => {
  const sealed = seal(keys, 'session.seal', row, { a: 'ä', b: [1, null] });
  expect(open(keys, 'session.seal', row, sealed)).toEqual({ a: 'ä', b: [1, null] });
  expect(() => open(keys, 'contact.seal', row, sealed)).toThrow(SealError);
  expect(() => open(keys, 'session.seal', Buffer.from('other'), sealed)).toThrow(SealError);
  expect(() => open(others, 'session.seal', row, sealed)).toThrow('another root secret');
});

test('any changed byte is noticed', () => {
  const sealed = seal(keys, 'session.seal', row, 'x');
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => open(keys, 'session.seal', row, changed)).toThrow(SealError);
  }
  expect(() => open(keys, 'session.seal', row, Buffer.alloc(3))).toThrow(SealError);
});

test('padded sizes tell little', () => {
  const size = (length: number): number => seal(keys, 'session.seal', row, 'x'.repeat(length), true).length;
  expect(new Set([1, 100, 400].map(size)).size).toBe(1);
  expect(size(600)).toBeGreaterThan(size(400));
  expect(open(keys, 'session.seal', row, seal(keys, 'session.seal', row, 'x'.repeat(70_000), true))).toHaveLength(
    70_000,
  );
});

test('the same twice is sealed differently, and indexed alike under one label only', () => {
  expect(seal(keys, 'roster.seal', row, 'x').equals(seal(keys, 'roster.seal', row, 'x'))).toBe(false);
  expect(blind(keys, 'contact.index', 'x')).toEqual(blind(keys, 'contact.index', 'x'));
  expect(blind(keys, 'contact.index', 'x')).not.toEqual(blind(keys, 'session.index', 'x'));
  expect(blind(keys, 'contact.index', 'x')).not.toEqual(blind(others, 'contact.index', 'x'));
});

test('a short root secret is refused', () => {
  expect(() => new Keys('short')).toThrow(RangeError);
});

test('a key of the caller finds its own, and an absent key is no error', () => {
  const [key, other, third] = [1, 2, 3].map(() => createSecretKey(randomBytes(32)));
  if (!key || !other || !third) throw new TypeError('three keys');
  const sealed = sealUnder(key, row, { a: 1 }, true);
  expect(openUnder([other, key], row, sealed)).toEqual({ a: 1 });
  expect(openUnder([other, third], row, sealed)).toBeUndefined();
  expect(openUnder([], row, sealed)).toBeUndefined();
  expect(() => openUnder([key], Buffer.from('other'), sealed)).toThrow(SealError);
  expect(() => openUnder([key], row, Buffer.alloc(3))).toThrow(SealError);
  expect(() => open(keys, 'session.seal', row, sealed)).toThrow(SealError);
  expect(sealed.length).toBe(seal(keys, 'session.seal', row, { a: 1 }, true).length);
  const changed = Buffer.from(sealed);
  changed[40] = (changed[40] ?? 0) ^ 1;
  expect(() => openUnder([other, key], row, changed)).toThrow(SealError);
});

test('what is long is packed, and opens all the same', () => {
  const key = createSecretKey(randomBytes(32));
  for (const value of ['', 'x', 'kata '.repeat(130), 'kata '.repeat(1000), randomBytes(2000).toString('hex')]) {
    const sealed = sealKnown(key, row, { value });
    expect(openKnown(key, row, sealed)).toEqual({ value });
    expect(sealed.length).toBeLessThan(100 + Math.min(value.length, 2200));
    expect(() => openKnown(key, Buffer.from('other'), sealed)).toThrow(SealError);
  }
  expect(() => openKnown(key, row, sealUnder(key, row, 'neither short nor packed'))).toThrow(SealError);
});
