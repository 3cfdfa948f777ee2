import { crockfordOf, inGroups, readCrockford } from './crockford.ts';

/**
 * What unlocks a unit's private key, in canonical form: 16 symbols of Crockford's base32, 80 random bits. Generated, never
 * chosen: what people choose can be guessed.
 */
export type Passphrase = string & { readonly brand: 'Passphrase' };

const LENGTH = 16;

/** Random bytes that make one passphrase. */
export const PASSPHRASE_BYTES = 10;

/** Reads a passphrase as forgivingly as {@link readCrockford}. `undefined` when it cannot be one. */
export const parsePassphrase = (text: string): Passphrase | undefined =>
  readCrockford(text, LENGTH) as Passphrase | undefined;

/**
 * Makes a passphrase of {@link PASSPHRASE_BYTES} random bytes; every bit counts.
 *
 * @throws RangeError for another number of bytes
 */
export function passphraseOf(random: Uint8Array): Passphrase {
  if (random.length !== PASSPHRASE_BYTES) throw new RangeError(`a passphrase is made of ${PASSPHRASE_BYTES} bytes`);
  return crockfordOf(random) as Passphrase;
}

/** `K7QM2XPD9RTN4HVE` as `K7QM-2XPD-9RTN-4HVE`: on paper, and as the cipher takes it. */
export const showPassphrase = (passphrase: Passphrase): string => inGroups(passphrase);
