import { type Text, text } from '../domain/message.ts';

/** Why the signing keys cannot be used; each has words in the file `start` of `locales`. */
export type SigningFault =
  /** A file of ours does not open: another root secret made it. */
  | 'other_root'
  /** A file of ours opens and holds something else. */
  | 'no_key'
  | 'p12_unreadable'
  /** No PKCS#12, or its password is another one. */
  | 'p12_closed'
  | 'p12_without_key'
  /** None that belongs to its key. */
  | 'p12_without_certificate'
  | 'p12_expired';

interface Details {
  /** The file, from the data folder. */
  readonly file?: string;
  /** The day a certificate expired, `2026-11-24`. */
  readonly until?: string;
  readonly cause?: unknown;
}

/** The signing keys cannot be used. */
export class SigningError extends Error {
  override readonly name = 'SigningError';
  readonly fault: SigningFault;
  readonly file: string | undefined;
  readonly until: string | undefined;
  constructor(fault: SigningFault, { file, until, cause }: Details = {}) {
    super([fault, file, until].filter((part) => part !== undefined).join(' '), { cause });
    this.fault = fault;
    this.file = file;
    this.until = until;
  }
}

/** What is wrong with a file of signing keys, for the operator. */
export const signingWords = ({ fault, file = '', until }: SigningError): Text =>
  text(`start.signing_${fault}`, { file, ...(until === undefined ? {} : { until: { day: until } }) });
