import { crockfordOf, inGroups, readCrockford, spelledCrockford } from './crockford.ts';
import { aroundLinks } from './links.ts';
import { toAsciiDigits } from './nip.ts';

/**
 * A receipt code in canonical form: 16 symbols of Crockford's base32, 80 random bits. It is a reporter's only way back to a
 * report, and whoever has it is the reporter: it is never stored, and no log line has it.
 */
export type ReceiptCode = string & { readonly brand: 'ReceiptCode' };

const LENGTH = 16;

/** Random bytes that make one code. */
export const RECEIPT_BYTES = 10;

/** Reads a code as forgivingly as {@link readCrockford}. `undefined` when it cannot be one. */
export const parseReceiptCode = (text: string): ReceiptCode | undefined =>
  readCrockford(text, LENGTH) as ReceiptCode | undefined;

/**
 * Four groups of four in the midst of words, as a message shows them, or without the dashes. Not with spaces: «pada 2024 saya
 * akan» would be one.
 */
const AMONG_WORDS =
  /(?<![\p{L}\p{N}]|[\p{L}\p{N}][\p{Pd}\u2212])[0-9A-TV-Z]{4}(?:[\p{Pd}\u2212]?[0-9A-TV-Z]{4}){3}(?![\p{L}\p{N}]|[\p{Pd}\u2212][\p{L}\p{N}])/giu;

/** A NIK and the number of a bank card have sixteen digits; a long word has none. */
const isNoNumber = (found: string): boolean => /[A-Z]/i.test(found) && /[\d\p{Pd}\u2212]/u.test(found);

/**
 * The code that a text is, or the only one that stands in it: whoever copies a whole message copies more than the code.
 * `undefined` when there is none, or several.
 */
export function findReceiptCode(text: string): ReceiptCode | undefined {
  const whole = parseReceiptCode(text);
  if (whole) return whole;
  const found = new Set(codesAmong(text));
  return found.size === 1 ? [...found][0] : undefined;
}

/**
 * Whether words that are to be passed on show a code, or several, or are one: whoever has it is its reporter. «Camat Klojen Barat»
 * could be one, and is none; what stands in a link is none, since many sites name their pages so.
 */
export function showsReceiptCode(text: string): boolean {
  const words = aroundLinks(text);
  const whole = parseReceiptCode(words) ?? '';
  // An O is a 0 in a code, and an I a 1.
  return codesAmong(words).length > 0 || (/[2-9]/.test(whole) && /[A-Z]/.test(whole));
}

function codesAmong(text: string): readonly (ReceiptCode | undefined)[] {
  const plain = toAsciiDigits(text.normalize('NFKC')).replace(/\p{Cf}/gu, '');
  return (plain.match(AMONG_WORDS) ?? []).filter(isNoNumber).map(parseReceiptCode);
}

/** Whether a text has the last letters of a code at its end, or the whole code somewhere in it. */
export const hasTail = (text: string, tail: string): boolean =>
  (findReceiptCode(text) ?? spelledCrockford(text)).endsWith(tail);

/**
 * Makes a code of {@link RECEIPT_BYTES} random bytes; every bit counts.
 *
 * @throws RangeError for another number of bytes
 */
export function receiptCodeOf(random: Uint8Array): ReceiptCode {
  if (random.length !== RECEIPT_BYTES) throw new RangeError(`a receipt code is made of ${RECEIPT_BYTES} bytes`);
  return crockfordOf(random) as ReceiptCode;
}

/** `K7QM2XPD9RTN4HVE` as `K7QM-2XPD-9RTN-4HVE`. */
export const showReceiptCode = (code: ReceiptCode): string => inGroups(code);
