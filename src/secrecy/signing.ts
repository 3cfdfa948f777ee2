/**
 * The keys that sign certificates: Ed25519 for the link of the QR, and a key with an X.509 certificate for the PDF. Both are
 * made on the first start, in `DATA_DIR/keys`, readable by the service alone and encrypted under the root secret. The public
 * halves gather in `DATA_DIR/keys/public` and stay there, so that older certificates verify after a key was replaced.
 */
import { createHash, sign, type X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keep, listKept, privateFolder } from './kept-files.ts';
import type { Keys } from './keys.ts';
import { cmsSize, signCms } from './signing-cms.ts';
import { ED25519_FILE, makeEd25519, openEd25519, rawPublicKey } from './signing-ed25519.ts';
import { SigningError } from './signing-error.ts';
import type { PublicKeys } from './signing-keys.ts';
import { makeP12, openOwnP12, openP12, P12_FILE } from './signing-p12.ts';

export interface Signing {
  /** Names the present Ed25519 key: 8 characters. */
  readonly keyId: string;
  /** Ed25519 over the text's UTF-8; 64 bytes, base64url. */
  sign(message: string): string;
  /** A detached CMS signature for a PDF. */
  signPdf(bytes: Uint8Array): Promise<Buffer>;
  /** Most bytes a signature of {@link signPdf} can have. */
  readonly signatureSize: number;
  /** The common name in the certificate. */
  readonly signerName: string;
  /** The certificate that signs PDFs. */
  readonly certificate: X509Certificate;
  /** Present and former public keys, the present ones first. */
  readonly publicKeys: PublicKeys;
}

export interface SigningOptions {
  /** Names the service in a certificate of its own: «Ikrar Netralitas ASN Kota Malang». */
  readonly commonName: string;
  /** A certificate of an authority (BSrE) to sign PDFs with instead, `SIGNING_P12` and `SIGNING_P12_PASSWORD`. */
  readonly p12?: { readonly file: string; readonly password: string };
}

/** What locks the files of the keys. */
export const passphraseOfSigning = (keys: Keys): string =>
  keys.key('signing.passphrase').export().toString('base64url');

/**
 * Loads the signing keys, and makes them when there are none. Two processes that start at once end up with the same keys.
 *
 * @param now ms since 1970
 * @throws SigningError when a file cannot be opened or a certificate has expired
 */
export async function loadSigning(
  dataDir: string,
  keys: Keys,
  { commonName, p12 }: SigningOptions,
  now: number = Date.now(),
): Promise<Signing> {
  const folder = await privateFolder(join(dataDir, 'keys'));
  const published = await privateFolder(join(folder, 'public'));
  const passphrase = passphraseOfSigning(keys);

  const pem = await keep(join(folder, ED25519_FILE), async () => makeEd25519(passphrase));
  const privateKey = openEd25519(pem, passphrase);
  const publicKey = rawPublicKey(privateKey);
  const keyId = createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('base64url').slice(0, 8);
  await keep(join(published, `${keyId}.ed25519`), async () => Buffer.from(publicKey));

  const identity = p12
    ? await givenIdentity(p12, now)
    : openOwnP12(await keep(join(folder, P12_FILE), () => makeP12(commonName, passphrase, now)), passphrase);
  const { certificate } = identity;
  await keep(join(published, `${fingerprint(certificate)}.pem`), async () => Buffer.from(certificate.toString()));

  return {
    keyId,
    sign: (message) => sign(null, Buffer.from(message), privateKey).toString('base64url'),
    signPdf: (bytes) => signCms(identity, bytes),
    signatureSize: cmsSize(identity),
    signerName: /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? commonName,
    certificate,
    publicKeys: await readPublished(published, keyId, certificate),
  };
}

/** What {@link loadSigning} published in a data folder, for commands that only check. Empty when it never ran there. */
export const publishedKeys = (dataDir: string): Promise<PublicKeys> => readPublished(join(dataDir, 'keys', 'public'));

async function readPublished(folder: string, keyId?: string, certificate?: X509Certificate): Promise<PublicKeys> {
  const present = certificate && fingerprint(certificate);
  const keys = (await listKept(folder, '.ed25519')).map(({ name, bytes }) => ({
    id: name,
    algorithm: 'Ed25519' as const,
    publicKey: bytes.toString(),
  }));
  const certificates = (await listKept(folder, '.pem')).map(({ name, bytes }) => ({
    sha256: name,
    pem: bytes.toString(),
  }));
  return {
    keys: keys.sort((a, b) => Number(b.id === keyId) - Number(a.id === keyId)),
    certificates: certificates.sort((a, b) => Number(b.sha256 === present) - Number(a.sha256 === present)),
  };
}

const fingerprint = (certificate: X509Certificate): string =>
  createHash('sha256').update(certificate.raw).digest('hex');

async function givenIdentity({ file, password }: { file: string; password: string }, now: number) {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new SigningError('p12_unreadable', { cause: error });
  });
  const identity = openP12(bytes, password);
  const until = new Date(identity.certificate.validTo);
  if (until.getTime() < now) {
    throw new SigningError('p12_expired', { until: until.toISOString().slice(0, 10) });
  }
  return identity;
}
