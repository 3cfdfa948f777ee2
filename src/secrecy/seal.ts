import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import type { KeyLabel, Keys } from './keys.ts';

/** Sealed bytes could not be opened: another root, another purpose, another row, or changed bytes. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

const VERSION = 1;
const NONCE = 12;
const HEAD = 1 + 4 + NONCE;
const TAG = 16;
/** Sealed sessions and replies come in these sizes only (bytes of plaintext), so that a size says little. */
const SIZES = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];

/**
 * Seals a value as JSON under a label's key: AES-256-GCM; `version | root id | nonce | ciphertext | tag`.
 *
 * @param bound what the blob belongs to (a row's key): it opens only together with that
 * @param pad whether to hide its length among a few fixed sizes
 */
export function seal(keys: Keys, label: KeyLabel, bound: Uint8Array, value: unknown, pad = false): Buffer {
  const plain = Buffer.from(JSON.stringify(value));
  const padded = pad ? padTo(plain) : plain;
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', keys.key(label), nonce).setAAD(bound);
  const body = cipher.update(padded);
  cipher.final();
  return Buffer.concat([Buffer.of(VERSION), keys.rootId, nonce, body, cipher.getAuthTag()]);
}

/** Opens what {@link seal} made. The shape is the caller's to check: it is what a former version wrote. */
export function open(keys: Keys, label: KeyLabel, bound: Uint8Array, sealed: Uint8Array): unknown {
  const blob = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (blob.length < HEAD + TAG || blob[0] !== VERSION) throw new SealError('not a sealed value');
  if (!blob.subarray(1, 5).equals(keys.rootId)) throw new SealError('sealed under another root secret');
  try {
    const decipher = createDecipheriv('aes-256-gcm', keys.key(label), blob.subarray(5, HEAD))
      .setAAD(bound)
      .setAuthTag(blob.subarray(-TAG));
    const plain = Buffer.concat([decipher.update(blob.subarray(HEAD, -TAG)), decipher.final()]);
    return JSON.parse(plain.toString('utf8'));
  } catch (error) {
    throw new SealError('does not open', { cause: error });
  }
}

/** Random nonces, drawn many at a time: asking the system for each costs as much as the cipher. None is handed out twice. */
const nonces = Buffer.alloc(NONCE * 512);
let used = nonces.length;

function nextNonce(): Buffer {
  if (used === nonces.length) {
    randomFillSync(nonces);
    used = 0;
  }
  used += NONCE;
  return nonces.subarray(used - NONCE, used);
}

/** JSON stays JSON with spaces behind it. */
function padTo(plain: Buffer): Buffer {
  const size = SIZES.find((one) => one >= plain.length) ?? Math.ceil(plain.length / 65536) * 65536;
  return Buffer.concat([plain, Buffer.alloc(size - plain.length, 0x20)]);
}
