/** The PKCS#12 file that holds the key and the X.509 certificate of PDF signatures. */
import { createPrivateKey, generateKeyPair, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';
import { SigningError } from './signing-error.ts';

/** A private key with the certificate that belongs to it, and the certificates above that one, if the file had any. */
export interface SigningIdentity {
  readonly privateKey: KeyObject;
  readonly certificate: X509Certificate;
  readonly chain: readonly X509Certificate[];
}

const { asn1, md, pkcs12, pki, util } = forge;
const { oids } = pki;
/** In the folder of keys. */
export const P12_FILE = 'pdf.p12';

const YEARS = 25;
/** X.520's upper bound of a common name. */
const LONGEST_NAME = 64;

/**
 * Makes an RSA-2048 key with a certificate that it signs itself. RSA, because every PDF reader checks it.
 *
 * @param now ms since 1970; the certificate is good from a day before for 25 years
 * @returns the file, encrypted (AES-256) with the passphrase
 */
export async function makeP12(commonName: string, passphrase: string, now: number): Promise<Buffer> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const key = pki.privateKeyFromPem(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.setRsaPublicKey(key.n, key.e);
  // Positive, and 127 random bits: a serial number needs 64 at least.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(now - 86_400_000);
  certificate.validity.notAfter = new Date(now);
  certificate.validity.notAfter.setUTCFullYear(certificate.validity.notAfter.getUTCFullYear() + YEARS);
  const name = [...commonName].slice(0, LONGEST_NAME).join('');
  // The types say class where the library wants the type of the string.
  const subject = [{ shortName: 'CN', value: name, valueTagClass: asn1.Type.UTF8 as number as forge.asn1.Class }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(key, md.sha256.create());
  return written(key, certificate, passphrase);
}

/**
 * Opens a file of {@link makeP12}.
 *
 * @throws SigningError when it was made under another root secret, or is none of ours
 */
export function openOwnP12(file: Buffer, passphrase: string): SigningIdentity {
  try {
    return openP12(file, passphrase);
  } catch (error) {
    throw new SigningError('other_root', { file: `keys/${P12_FILE}`, cause: error });
  }
}

/** A file of {@link makeP12} under another passphrase. */
export function lockAgain({ privateKey, certificate }: SigningIdentity, passphrase: string): Buffer {
  const key = pki.privateKeyFromPem(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return written(key, pki.certificateFromPem(certificate.toString()), passphrase);
}

/** The passphrase is a key of 256 bits already: to stretch it would only take its time, at every start. */
function written(key: forge.pki.rsa.PrivateKey, certificate: forge.pki.Certificate, passphrase: string): Buffer {
  const file = pkcs12.toPkcs12Asn1(key, certificate, passphrase, { algorithm: 'aes256', count: 1 });
  return Buffer.from(asn1.toDer(file).getBytes(), 'binary');
}

/**
 * Opens a PKCS#12 file: RSA or elliptic curve, as OpenSSL, Windows or a certificate authority writes it.
 *
 * @throws SigningError when it is none, the passphrase is wrong, or no certificate matches the key
 */
export function openP12(file: Buffer, passphrase: string): SigningIdentity {
  const bags = contents(file, passphrase);
  const keyBag = bags.find(({ type }) => type === oids['pkcs8ShroudedKeyBag'] || type === oids['keyBag']);
  if (!keyBag) throw new SigningError('p12_without_key');
  const privateKey = createPrivateKey(
    keyBag.key
      ? pki.privateKeyToPem(keyBag.key)
      : { key: der(keyBag.asn1), format: 'der' as const, type: 'pkcs8' as const },
  );
  const certificates = bags
    .filter(({ type }) => type === oids['certBag'])
    .map(({ cert, asn1: raw }) => new X509Certificate(der(cert ? pki.certificateToAsn1(cert) : raw)));
  const certificate = certificates.find((one) => one.checkPrivateKey(privateKey));
  if (!certificate) throw new SigningError('p12_without_certificate');
  return { privateKey, certificate, chain: certificates.filter((one) => one !== certificate) };
}

function contents(file: Buffer, passphrase: string): forge.pkcs12.Bag[] {
  try {
    const parsed = asn1.fromDer(util.createBuffer(file.toString('binary')));
    return pkcs12.pkcs12FromAsn1(parsed, passphrase).safeContents.flatMap(({ safeBags }) => safeBags);
  } catch (error) {
    throw new SigningError('p12_closed', { cause: error });
  }
}

const der = (value: forge.asn1.Asn1): Buffer => Buffer.from(asn1.toDer(value).getBytes(), 'binary');
