import { createHmac } from 'node:crypto';
import type { KeyLabel, Keys } from './keys.ts';

/**
 * A blind index: HMAC-SHA256 of a value under a label's key. Equal values can be found; without the root nobody can try
 * out NIPs or numbers. Hashes of different labels cannot be joined.
 */
export const blind = (keys: Keys, label: KeyLabel, value: string): Buffer =>
  createHmac('sha256', keys.key(label)).update(value).digest();
