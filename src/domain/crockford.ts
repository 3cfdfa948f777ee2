/** Codes that people copy by hand, read aloud and type: base32 as Douglas Crockford chose its symbols. */
import { toAsciiDigits } from './nip.ts';

/** No I, L, O or U, so that a code stays itself whoever reads it. */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A spelling of a code as its symbols: whatever the case and width of letters, without spaces, dashes and invisible marks (a
 * messenger or a keyboard puts them in), digits of other scripts, O for 0, I and L for 1.
 */
export const spelledCrockford = (text: string): string =>
  toAsciiDigits(text.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}\u2212]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

/**
 * Reads a code as forgivingly as {@link spelledCrockford}.
 *
 * @returns the symbols in canonical form; `undefined` when they are not exactly `length` symbols of {@link CROCKFORD}
 */
export function readCrockford(text: string, length: number): string | undefined {
  const canonical = spelledCrockford(text);
  const valid = canonical.length === length && [...canonical].every((symbol) => CROCKFORD.includes(symbol));
  return valid ? canonical : undefined;
}

/** Bytes as symbols, five bits each from the first bit on: 10 bytes are 16 symbols. Bits left over are dropped. */
export function crockfordOf(bytes: Uint8Array): string {
  let symbols = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff;
    for (held += 8; held >= 5; ) {
      held -= 5;
      symbols += CROCKFORD.charAt((bits >> held) & 31);
    }
  }
  return symbols;
}

/** `K7QM2XPD` as `K7QM-2XPD`, the way people read it. */
export const inGroups = (symbols: string): string => symbols.replace(/.{4}(?=.)/g, '$&-');
