/**
 * The detached CMS signature inside a PDF, as PAdES wants it (RFC 5652; ETSI EN 319 142-1, level B-B): SHA-256, the
 * signer's certificate and its chain, and the signed attributes content type, message digest and signing certificate.
 * The key operation is OpenSSL's: in JavaScript it would cost more than the whole certificate.
 */
import { createHash, sign, verify, type X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { DerError, der, inside, oid, part, readDer, sequence, TAG } from './signing-der.ts';
import type { SigningIdentity } from './signing-p12.ts';

const DATA = oid('1.2.840.113549.1.7.1');
const SIGNED_DATA = oid('1.2.840.113549.1.7.2');
const CONTENT_TYPE = oid('1.2.840.113549.1.9.3');
const MESSAGE_DIGEST = oid('1.2.840.113549.1.9.4');
const SIGNING_CERTIFICATE_V2 = oid('1.2.840.113549.1.9.16.2.47');
const NULL = der(TAG.nothing);
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'), NULL);
const RSA = sequence(oid('1.2.840.113549.1.1.1'), NULL);
const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const ONE = der(TAG.integer, Buffer.of(1));

const signAsync = promisify(sign);
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Signs a PDF's bytes (the two ranges around the signature, joined); the key operation runs beside the event loop. */
export async function signCms(
  { certificate, chain, privateKey }: SigningIdentity,
  signed: Uint8Array,
): Promise<Buffer> {
  const attribute = (name: Buffer, value: Buffer): Buffer => sequence(name, der(TAG.set, value));
  const attributes = [
    attribute(CONTENT_TYPE, DATA),
    attribute(MESSAGE_DIGEST, der(TAG.octets, sha256(signed))),
    attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(sequence(der(TAG.octets, sha256(certificate.raw)))))),
  ].sort(Buffer.compare); // DER sorts a set
  // Signed as a set; stored under a tag of its own, which is not part of what is signed (RFC 5652, 5.4).
  const signature = await signAsync('sha256', der(TAG.set, ...attributes), privateKey);
  const signer = sequence(
    ONE,
    sequence(...issuerAndSerial(certificate)),
    SHA256,
    der(TAG.part0, ...attributes),
    privateKey.asymmetricKeyType === 'ec' ? ECDSA_WITH_SHA256 : RSA,
    der(TAG.octets, signature),
  );
  const certificates = der(TAG.part0, ...[certificate, ...chain].map(({ raw }) => raw));
  const content = sequence(ONE, der(TAG.set, SHA256), sequence(DATA), certificates, der(TAG.set, signer));
  return sequence(SIGNED_DATA, der(TAG.part0, content));
}

/** Most bytes a signature can have: the certificates, the issuer once more, an RSA-4096 signature and the rest. */
export const cmsSize = ({ certificate, chain }: SigningIdentity): number =>
  [certificate, ...chain].reduce((sum, { raw }) => sum + raw.length, 0) + certificate.raw.length + 1024;

/** Issuer and serial number, from the certificate's signed part, where an optional version stands before them. */
function issuerAndSerial(certificate: X509Certificate): [Buffer, Buffer] {
  const fields = part(readDer(certificate.raw), 0);
  const serial = part(fields, 0).tag === TAG.part0 ? 1 : 0;
  return [part(fields, serial + 2).whole, part(fields, serial).whole];
}

/**
 * `digest_mismatch`: changed after it was signed. `unknown_certificate`: signed, if at all, by somebody else. `wrong`: not
 * signed with the certificate's key. `malformed`: no signature of ours.
 */
export type CmsVerdict = 'valid' | 'digest_mismatch' | 'unknown_certificate' | 'wrong' | 'malformed';

/**
 * Checks a signature of {@link signCms} against certificates that the caller trusts; those inside it count for nothing.
 *
 * @param cms may have zeros behind it: a PDF reserves more room than the signature takes
 */
export function verifyCms(cms: Uint8Array, signed: Uint8Array, trusted: readonly X509Certificate[]): CmsVerdict {
  try {
    const { digest, attributes, signature, certificateHash } = readSigner(Buffer.from(cms));
    if (!digest.equals(sha256(signed))) return 'digest_mismatch';
    const certificate = trusted.find(({ raw }) => sha256(raw).equals(certificateHash));
    if (!certificate) return 'unknown_certificate';
    return verify('sha256', attributes, certificate.publicKey, signature) ? 'valid' : 'wrong';
  } catch (error) {
    if (error instanceof DerError) return 'malformed';
    throw error;
  }
}

/** What {@link signCms} wrote. @throws DerError for anything else */
function readSigner(cms: Buffer) {
  const signer = part(readDer(cms), 1, 0, -1, 0);
  const stored = part(signer, 3);
  const value = (name: Buffer) => {
    const attribute = inside(stored).find((one) => part(one, 0).whole.equals(name));
    if (!attribute) throw new DerError('a signed attribute is missing');
    return part(attribute, 1, 0);
  };
  return {
    attributes: der(TAG.set, stored.content),
    digest: value(MESSAGE_DIGEST).content,
    certificateHash: part(value(SIGNING_CERTIFICATE_V2), 0, 0, 0).content,
    signature: part(signer, 5).content,
  };
}
