import { CROCKFORD, inGroups, readCrockford } from './crockford.ts';

export { CROCKFORD } from './crockford.ts';

/** An activation code in canonical form: 8 symbols of {@link CROCKFORD}, 40 random bits. */
export type ActivationCode = string & { readonly brand: 'ActivationCode' };

const LENGTH = 8;

/** Reads a code as forgivingly as {@link readCrockford}. `undefined` when it cannot be one. */
export const parseActivationCode = (text: string): ActivationCode | undefined =>
  readCrockford(text, LENGTH) as ActivationCode | undefined;

/** Makes a code of random bytes (at least 8; five bits of each are used). */
export function activationCodeOf(random: Uint8Array): ActivationCode {
  return [...random.subarray(0, LENGTH)].map((byte) => CROCKFORD.charAt(byte & 31)).join('') as ActivationCode;
}

/** `K7QM2XPD` as `K7QM-2XPD`, the way a slip shows it. */
export const showActivationCode = (code: ActivationCode): string => inGroups(code);

/** Wrong codes a person may type before a pause begins. */
export const FREE_TRIES = 5;

/** The pause after the {@link FREE_TRIES}th wrong code, ms; each further one doubles it, up to the longest. */
export const activationPauses = { firstMs: 60_000, longestMs: 24 * 3_600_000 } as const;

/**
 * Whether somebody tried to type a code, though it cannot be one: a letter too few or too many, or one that no code has. Words
 * have no digits, and are not written in capitals.
 */
export function looksLikeActivationCode(text: string): boolean {
  const bare = text.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}]/gu, '');
  return /^[a-z0-9]{6,10}$/i.test(bare) && (/\d/.test(bare) || bare === bare.toUpperCase());
}
