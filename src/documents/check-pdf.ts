/** Checks a certificate's PDF without any program but this one: the seal, and the link that its QR shows. */
import { X509Certificate } from 'node:crypto';
import { type CmsVerdict, verifyCms } from '../secrecy/signing-cms.ts';
import type { PublicKeys } from '../secrecy/signing-keys.ts';

/**
 * `unsealed`: no signature, or more than one. `changed`: not the bytes that were signed. `unknown_certificate`: signed, if
 * at all, with a certificate that is not ours.
 */
export type PdfVerdict = 'valid' | 'unsealed' | 'changed' | 'unknown_certificate';

export interface CheckedPdf {
  readonly verdict: PdfVerdict;
  /** The link for checking, as the file has it; worth nothing unless `valid`. */
  readonly link?: string;
}

const VERDICTS: Readonly<Record<CmsVerdict, PdfVerdict>> = {
  valid: 'valid',
  digest_mismatch: 'changed',
  unknown_certificate: 'unknown_certificate',
  wrong: 'changed',
  malformed: 'unsealed',
};

export const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 5).toString('latin1') === '%PDF-';

/** @param keys the public keys that the caller trusts */
export function checkPdf(pdf: Buffer, { certificates }: PublicKeys): CheckedPdf {
  const sealed = readSeal(pdf);
  if (!sealed) return { verdict: 'unsealed' };
  if (sealed.whole === false) return { verdict: 'changed' };
  const trusted = certificates.map(({ pem }) => new X509Certificate(pem));
  const link = /\/URI \((https?:\/\/[^()\\\s]+)\)/.exec(sealed.signed.toString('latin1'))?.[1];
  return { verdict: VERDICTS[verifyCms(sealed.cms, sealed.signed, trusted)], ...(link ? { link } : {}) };
}

type Seal = { whole: false } | { whole: true; signed: Buffer; cms: Buffer };

/**
 * The one signature of a file. It must cover every byte but its own: what was added behind it, as an editor does, would show
 * on the page and not be signed.
 */
function readSeal(pdf: Buffer): Seal | undefined {
  const text = pdf.toString('latin1');
  const [range, ...more] = text.matchAll(/\/ByteRange\s*\[\s*0\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]/g);
  if (!range || more.length > 0) return undefined;
  const [before = 0, after = 0, rest = 0] = range.slice(1).map(Number);
  const hex = text.slice(before, after);
  if (after + rest !== pdf.length || !/^<[0-9a-fA-F]+>$/.test(hex)) return { whole: false };
  return {
    whole: true,
    signed: Buffer.concat([pdf.subarray(0, before), pdf.subarray(after)]),
    cms: Buffer.from(hex.slice(1, -1), 'hex'),
  };
}
