/** The two certificates of the server: the chain of the noise handshake, and TLS for files. */
import { generateKeyPairSync } from 'node:crypto';
import { Curve, proto } from '@whiskeysockets/baileys';
import forge from 'node-forge';

const { CertChain } = proto;
const FOREVER = Date.UTC(2100, 0) / 1000;

/** Root → intermediate → leaf, as Baileys' `noise-handler.ts` checks them: the root must be told to the client. */
export interface NoiseChain {
  /** Curve25519, 32 bytes. */
  readonly root: Uint8Array;
  /** `CertChain`, encoded. */
  readonly chain: Uint8Array;
}

/** @param key the server's static public key, 32 bytes */
export function noiseChain(key: Uint8Array): NoiseChain {
  const root = Curve.generateKeyPair();
  const middle = Curve.generateKeyPair();
  const intermediate = details({ serial: 1, issuerSerial: 0, key: middle.public });
  const leaf = details({ serial: 2, issuerSerial: 1, key });
  const chain = CertChain.encode({
    leaf: { details: leaf, signature: Curve.sign(middle.private, leaf) },
    intermediate: { details: intermediate, signature: Curve.sign(root.private, intermediate) },
  }).finish();
  return { root: root.public, chain };
}

const details = (of: { serial: number; issuerSerial: number; key: Uint8Array }): Uint8Array =>
  CertChain.NoiseCertificate.Details.encode({ ...of, notBefore: 0, notAfter: FOREVER }).finish();

/** PEM both. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

/** A self-signed certificate for 127.0.0.1, good for two days around now. */
export function tlsIdentity(): TlsIdentity {
  // Node makes the key: forge would take seconds for it.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const signing = forge.pki.privateKeyFromPem(key);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(signing.n, signing.e);
  certificate.serialNumber = '01';
  const day = 24 * 3_600_000;
  certificate.validity.notBefore = new Date(Date.now() - day);
  certificate.validity.notAfter = new Date(Date.now() + day);
  const name = [{ name: 'commonName', value: '127.0.0.1' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ]);
  certificate.sign(signing, forge.md.sha256.create());
  return { key, cert: forge.pki.certificateToPem(certificate) };
}
