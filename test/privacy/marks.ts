/** What must not be found: words that stand for a person, and everything that could be made of them without a key. */
import { createHash, createHmac, type KeyObject } from 'node:crypto';

export interface Mark {
  /** What it is, to say so when it is found. */
  readonly what: string;
  readonly text: string;
  /** What to look for where it is no text: `text` then says what it means. */
  readonly bytes?: Buffer;
}

/** Something a keyed hash could have been made with. */
export interface HashKey {
  readonly what: string;
  readonly bytes: Uint8Array;
}

/** The ways a number is written. */
export const phoneMarks = (phone: string): readonly Mark[] => {
  const national = phone.replace(/^\+62/, '');
  return [phone, `62${national}`, `0${national}`].map((text) => ({ what: 'phone', text }));
};

export const nipMarks = (nip: string): readonly Mark[] => [
  { what: 'NIP', text: nip },
  { what: 'NIP in groups', text: `${nip.slice(0, 8)} ${nip.slice(8, 14)} ${nip.slice(14, 15)} ${nip.slice(15)}` },
  { what: 'masked NIP', text: `${nip.slice(0, 4)}********${nip.slice(-4)}` },
];

const HASHES = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256', 'blake2b512', 'blake2s256'];
/** What somebody might put before a value so that its hash looks like one of its own. */
const PREFIXES = ['', 'telegram:', 'tg:', 'nip:', 'phone:', 'tel:', 'chat:'];

/** A shape of a mark: found whole, or, for a hash, by its beginning, since hashes get cut. */
export interface Needle {
  readonly mark: Mark;
  readonly shape: string;
  /** Bytes, as the letters of the same numbers (latin1). */
  readonly bytes: string;
}

/** Bytes by which a needle is looked up; everything that is looked for has as many. */
export const SHORTEST = 8;
/** Bytes of a hash of which at least nine are whole groups of base64. */
const LEAST_IN_BASE64 = 11;

const made = new WeakMap<Mark, readonly Needle[]>();

/** Everything a mark could look like without a key. Made once: it takes longer than to look for it. */
export function needles(mark: Mark): readonly Needle[] {
  const known = made.get(mark);
  if (known) return known;
  const whole = (mark.bytes ? [mark.bytes] : waysToWrite(mark.text)).flatMap(encodings);
  const all = [...whole.map((one) => ({ mark, ...one })), ...digests(mark).flatMap((one) => beginnings(mark, one))];
  const long = all.filter(({ bytes }) => bytes.length >= SHORTEST);
  made.set(mark, long);
  return long;
}

/** A hash of a mark under a key. */
export const keyedHash = (mark: Mark, key: KeyObject): Buffer =>
  createHmac('sha256', key).update(bytesOf(mark)).digest();

/** What such a hash could look like. */
export const keyedNeedles = (mark: Mark, under: string, digest: Buffer): readonly Needle[] =>
  beginnings(mark, { shape: `HMAC under ${under}`, digest });

/**
 * Hashes get cut, so the first eight bytes are enough where they stand as they are, or in hex. In base64, in one of the ways to
 * write it, six of them would be left: among millions of hashes and letters one is there by chance. There eleven are looked for;
 * what is cut shorter is found where a cell is read as base64 as well.
 */
const beginnings = (mark: Mark, { shape, digest }: { shape: string; digest: Buffer }): readonly Needle[] =>
  [...inBytesOrHex(digest.subarray(0, SHORTEST)), ...inBase64(digest.subarray(0, LEAST_IN_BASE64))].map(
    ({ bytes }) => ({
      mark,
      shape,
      bytes,
    }),
  );

const bytesOf = ({ text, bytes }: Mark): Buffer => bytes ?? Buffer.from(text);

function waysToWrite(text: string): readonly Buffer[] {
  const written = [...new Set([text, text.toLowerCase(), text.toUpperCase()])].map((one) => Buffer.from(one));
  return [...written, Buffer.from(text, 'utf16le'), Buffer.from([...Buffer.from(text)].reverse())];
}

function digests(mark: Mark): readonly { shape: string; digest: Buffer }[] {
  const bytes = bytesOf(mark);
  return HASHES.flatMap((name) => [
    ...PREFIXES.map((prefix) => ({
      shape: `${name} of «${prefix}»`,
      digest: hash(name, Buffer.concat([Buffer.from(prefix), bytes])),
    })),
    { shape: `${name} of its ${name}`, digest: hash(name, hash(name, bytes)) },
    { shape: `HMAC ${name} without a key`, digest: createHmac(name, '').update(bytes).digest() },
  ]);
}

const hash = (name: string, value: Buffer): Buffer => createHash(name).update(value).digest();

interface Written {
  readonly shape: string;
  /** As of a {@link Needle}. */
  readonly bytes: string;
}

const encodings = (bytes: Buffer): readonly Written[] => [...inBytesOrHex(bytes), ...inBase64(bytes)];

function inBytesOrHex(bytes: Buffer): readonly Written[] {
  const hex = bytes.toString('hex');
  return [
    { shape: 'as it is', bytes: bytes.toString('latin1') },
    { shape: 'hex', bytes: hex },
    { shape: 'hex', bytes: hex.toUpperCase() },
  ];
}

/** Wherever in a group of three it may begin. */
function inBase64(bytes: Buffer): readonly Written[] {
  const texts = [0, 1, 2].flatMap((skip) => {
    const whole = bytes.subarray(skip, bytes.length - ((bytes.length - skip) % 3));
    return [whole.toString('base64'), whole.toString('base64url')];
  });
  return [...new Set(texts)].map((text) => ({ shape: 'base64', bytes: text }));
}
