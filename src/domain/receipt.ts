import { crockfordOf, inGroups, readCrockford } from './crockford.ts';

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
