/**
 * What a receipt code opens. Two things derive from it and no third: the name under which a report's thread is found, which
 * is stored, and the reporter's private key, which is not. Neither tells the other, nor the code.
 */
import { hkdfSync } from 'node:crypto';
import type { ReceiptCode } from '../domain/receipt.ts';
import { type Identity, identityOf, type Recipient, recipientOf } from './age.ts';

/** The 16 bytes that a code is looked up by. */
export const lookupOf = (code: ReceiptCode): Buffer => derive(code, 'receipt.lookup', 16);

/** The reporter's private key; opens what officers seal to {@link reporterRecipient}. */
export const reporterIdentity = (code: ReceiptCode): Identity => identityOf(derive(code, 'receipt.identity', 32));

/** The reporter's public key, stored with the report. */
export const reporterRecipient = (code: ReceiptCode): Promise<Recipient> => recipientOf(reporterIdentity(code));

/**
 * HKDF-SHA256 (RFC 5869) of the canonical code. No stretching: 80 random bits are beyond trying out. No root either: a code
 * outlives a replaced root.
 */
const derive = (code: ReceiptCode, label: 'receipt.lookup' | 'receipt.identity', bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', code, 'ikrar', label, bytes));
