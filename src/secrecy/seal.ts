import { createCipheriv, createDecipheriv, createHmac, type KeyObject, randomFillSync } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { KeyLabel, Keys } from './keys.ts';

/** Sealed bytes could not be opened: another root or key, another purpose, another row, or changed bytes. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

const VERSION = 1;
const ID = 4;
const NONCE = 12;
const HEAD = 1 + ID + NONCE;
const TAG = 16;
/** Bytes that a seal adds. */
export const OVERHEAD = HEAD + TAG;
/** Lengths of plaintext that are told apart, in bytes; what is longer than the last comes in multiples of it. */
export type Sizes = readonly [number, ...(readonly number[])];
/** Sealed replies come in these sizes only, so that a size says little. */
const SIZES: Sizes = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];

/**
 * Seals a value as JSON under a label's key: AES-256-GCM; `version | root id | nonce | ciphertext | tag`.
 *
 * @param bound what the blob belongs to (a row's key): it opens only together with that
 * @param pad whether to hide its length among a few fixed sizes, and which
 */
export const seal = (
  keys: Keys,
  label: KeyLabel,
  bound: Uint8Array,
  value: unknown,
  pad: boolean | Sizes = false,
): Buffer => write(keys.rootId, keys.key(label), bound, padded(toJson(value), pad));

/** Opens what {@link seal} made. The shape is the caller's to check: it is what a former version wrote. */
export function open(keys: Keys, label: KeyLabel, bound: Uint8Array, sealed: Uint8Array): unknown {
  const blob = readable(sealed);
  if (!idOf(blob).equals(keys.rootId)) throw new SealError('sealed under another root secret');
  return read(keys.key(label), bound, blob, fromJson);
}

/** The {@link Keys.rootId} a blob of {@link seal} names; `undefined` when it is none. */
export const rootOf = (sealed: Uint8Array): Buffer | undefined =>
  sealed.length < OVERHEAD || sealed[0] !== VERSION ? undefined : idOf(Buffer.from(sealed));

/**
 * Seals as {@link seal} does, under a key of the caller's; an id of the key stands in the place of the root's. It names the
 * key to those who have it, and tells others nothing about it.
 */
export const sealUnder = (key: KeyObject, bound: Uint8Array, value: unknown, pad = false): Buffer =>
  write(keyId(key), key, bound, padded(toJson(value), pad));

/**
 * Opens what {@link sealUnder} made.
 *
 * @param candidates keys one of which may be the right one; taken until it is found
 * @returns the value, whose shape is the caller's to check; `undefined` when it was sealed under none of these keys
 * @throws SealError when the key is there and the blob does not open: another row, or changed bytes
 */
export function openUnder(candidates: Iterable<KeyObject>, bound: Uint8Array, sealed: Uint8Array): unknown {
  const blob = readable(sealed);
  for (const key of candidates) if (idOf(blob).equals(keyId(key))) return read(key, bound, blob, fromJson);
  return undefined;
}

/**
 * Seals under a key that whoever opens it finds by other means: nothing in the blob names it. A long value is packed, for it
 * takes room inside of another seal. The length tells how well it packs, so it must not be seen: that other seal is padded.
 */
export const sealKnown = (key: KeyObject, bound: Uint8Array, value: unknown): Buffer =>
  write(NAMELESS, key, bound, pack(toJson(value)));

/**
 * Opens what {@link sealKnown} made.
 *
 * @throws SealError
 */
export const openKnown = (key: KeyObject, bound: Uint8Array, sealed: Uint8Array): unknown =>
  read(key, bound, readable(sealed), (packed) => fromJson(unpack(packed)));

/** Seals bytes as {@link sealKnown} seals a value, filled up to one of these sizes: what has the same one looks alike. */
export function sealBytes(key: KeyObject, bound: Uint8Array, bytes: Uint8Array, sizes: Sizes): Buffer {
  const filled = Buffer.alloc(LENGTH + sizeAmong(sizes, bytes.length));
  filled.writeUInt32BE(bytes.length);
  filled.set(bytes, LENGTH);
  return write(NAMELESS, key, bound, filled);
}

/**
 * Opens what {@link sealBytes} made.
 *
 * @throws SealError
 */
export const openBytes = (key: KeyObject, bound: Uint8Array, sealed: Uint8Array): Buffer =>
  read(key, bound, readable(sealed), (filled) => filled.subarray(LENGTH, LENGTH + filled.readUInt32BE()));

/** Bytes that tell how many of the others mean something. */
const LENGTH = 4;

/** Packing less than this is not worth its time, which every turn would pay. */
const LONG = 700;

const pack = (json: Buffer): Buffer =>
  json.length < LONG ? Buffer.concat([Buffer.of(0), json]) : Buffer.concat([Buffer.of(1), deflateRawSync(json)]);

const unpack = (packed: Buffer): Buffer => (packed[0] === 0 ? packed.subarray(1) : inflateRawSync(packed.subarray(1)));

const NAMELESS = Buffer.alloc(ID);
const names = new WeakMap<KeyObject, Buffer>();

function keyId(key: KeyObject): Buffer {
  const known = names.get(key) ?? createHmac('sha256', key).update('key id').digest().subarray(0, ID);
  names.set(key, known);
  return known;
}

const idOf = (blob: Buffer): Buffer => blob.subarray(1, 1 + ID);

const toJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const fromJson = (plain: Buffer): unknown => JSON.parse(plain.toString('utf8'));

function write(id: Uint8Array, key: KeyObject, bound: Uint8Array, plain: Uint8Array): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound);
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(VERSION), id, nonce, body, cipher.getAuthTag()]);
}

function readable(sealed: Uint8Array): Buffer {
  const blob = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (blob.length < OVERHEAD || blob[0] !== VERSION) throw new SealError('not a sealed value');
  return blob;
}

function read<T>(key: KeyObject, bound: Uint8Array, blob: Buffer, decode: (plain: Buffer) => T): T {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(1 + ID, HEAD))
      .setAAD(bound)
      .setAuthTag(blob.subarray(-TAG));
    return decode(Buffer.concat([decipher.update(blob.subarray(HEAD, -TAG)), decipher.final()]));
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

const padded = (plain: Buffer, pad: boolean | Sizes): Buffer =>
  pad === false ? plain : padTo(plain, pad === true ? SIZES : pad);

/** JSON stays JSON with spaces behind it. */
export const padTo = (plain: Buffer, sizes: Sizes = SIZES): Buffer =>
  Buffer.concat([plain, Buffer.alloc(sizeAmong(sizes, plain.length) - plain.length, 0x20)]);

function sizeAmong(sizes: Sizes, length: number): number {
  const last = Math.max(...sizes);
  return sizes.find((one) => one >= length) ?? Math.ceil(length / last) * last;
}
