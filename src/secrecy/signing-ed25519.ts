/** The PEM file that holds the Ed25519 key of certificates' links, encrypted with a passphrase. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SigningError } from './signing-error.ts';

/** In the folder of keys. */
export const ED25519_FILE = 'ed25519.pem';

export const makeEd25519 = (passphrase: string): Buffer =>
  lockEd25519(generateKeyPairSync('ed25519').privateKey, passphrase);

/** The file of a key. */
export const lockEd25519 = (key: KeyObject, passphrase: string): Buffer =>
  Buffer.from(key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }));

/** @throws SigningError when the passphrase is another one, or the file is none of ours */
export function openEd25519(pem: Buffer, passphrase: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, passphrase });
  } catch (error) {
    throw new SigningError('other_root', { file: `keys/${ED25519_FILE}`, cause: error });
  }
}

/** 32 bytes, base64url. */
export function rawPublicKey(privateKey: KeyObject): string {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (!x) throw new SigningError('no_key', { file: `keys/${ED25519_FILE}` });
  return x;
}
