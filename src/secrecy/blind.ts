import { createHmac, type KeyObject } from 'node:crypto';
import type { IndexLabel, Keys } from './keys.ts';

/** Bytes of an index, unless it is cut. */
const WHOLE = 32;

/**
 * A blind index: HMAC-SHA256 of a value under a label's key. Equal values can be found; without the root nobody can try
 * out NIPs or numbers. Hashes of different labels cannot be joined. Where a root was replaced, the index that a value had
 * under the former one is hashed once more.
 *
 * @param length bytes that are kept
 */
export function blind(keys: Keys, label: IndexLabel, value: string, length = WHOLE): Buffer {
  let index: Buffer | undefined;
  for (const { indices } of keys.former) {
    const key = indices.get(label);
    if (key) index = hashed(key, index ?? value, length);
  }
  return hashed(keys.key(label), index ?? value, length);
}

/** The index under these keys of what had another one under the root before. */
export const blindAgain = (keys: Keys, label: IndexLabel, former: Uint8Array): Buffer =>
  hashed(keys.key(label), former, former.length);

const hashed = (key: KeyObject, value: string | Uint8Array, length: number): Buffer =>
  createHmac('sha256', key).update(value).digest().subarray(0, length);
