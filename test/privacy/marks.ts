/** What must not be found: words that stand for a person, and everything that could be made of them without a key. */
import { createHash, createHmac } from 'node:crypto';

export interface Mark {
  /** What it is, to say so when it is found. */
  readonly what: string;
  readonly text: string;
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

/** A shape of a mark as bytes: found whole, or, for a hash, by its beginning, since hashes get cut. */
export interface Needle {
  readonly mark: Mark;
  readonly shape: string;
  readonly bytes: Buffer;
}

/** Bytes by which a needle is looked up; everything that is looked for has as many. */
export const SHORTEST = 8;

/** Everything a mark could look like. */
export function needles(mark: Mark): readonly Needle[] {
  const { text } = mark;
  const bytes = Buffer.from(text);
  const written = [...new Set([text, text.toLowerCase(), text.toUpperCase()])].map((one) => Buffer.from(one));
  const plain = [...written, Buffer.from(text, 'utf16le'), Buffer.from([...bytes].reverse())];
  return [
    ...plain.flatMap((one) => encodings(one).map((found) => ({ mark, ...found }))),
    ...digests(text).flatMap(({ shape, digest }) =>
      encodings(digest.subarray(0, SHORTEST)).map((found) => ({ mark, bytes: found.bytes, shape })),
    ),
  ].filter((needle) => needle.bytes.length >= SHORTEST);
}

function digests(text: string): readonly { shape: string; digest: Buffer }[] {
  return HASHES.flatMap((name) => [
    ...PREFIXES.map((prefix) => ({ shape: `${name} of «${prefix}»`, digest: hash(name, prefix + text) })),
    { shape: `${name} of its ${name}`, digest: hash(name, hash(name, text)) },
    { shape: `HMAC ${name} without a key`, digest: createHmac(name, '').update(text).digest() },
  ]);
}

const hash = (name: string, value: string | Buffer): Buffer => createHash(name).update(value).digest();

/** Raw, hex, and base64 wherever in a group of three it may begin. */
function encodings(bytes: Buffer): readonly { shape: string; bytes: Buffer }[] {
  const base64 = [0, 1, 2].flatMap((skip) => {
    const whole = bytes.subarray(skip, bytes.length - ((bytes.length - skip) % 3));
    return [whole.toString('base64'), whole.toString('base64url')];
  });
  const texts = [bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...new Set(base64)];
  return [
    { shape: 'as it is', bytes },
    ...texts.map((text) => ({ shape: text === texts[0] ? 'hex' : 'base64 or hex', bytes: Buffer.from(text) })),
  ];
}
