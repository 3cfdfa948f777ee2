/**
 * As much DER (ITU-T X.690) as a CMS signature needs: tag, length, content. Values are kept as the bytes they came in, so
 * that a certificate or signed attributes are never written anew.
 */

/** The bytes are not DER, or a part that must be there is missing. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

export const TAG = {
  integer: 0x02,
  octets: 0x04,
  nothing: 0x05,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
  part0: 0xa0,
} as const;

/** One value: `whole` with tag and length, `content` without. */
export interface Der {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** Writes a value of the parts joined. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.of(tag, content.length), content]);
  const length = Buffer.from(content.length.toString(16).padStart(8, '0'), 'hex');
  const short = length.subarray(length.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.of(tag, 0x80 | short.length), short, content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(TAG.sequence, ...parts);

/** `1.2.840.113549` in base 128: the first two numbers share a byte, and all but the last byte of a number have the top bit. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((number) => {
    const digits = [number & 0x7f];
    for (let left = number >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return der(TAG.oid, Buffer.from(bytes));
}

/**
 * Reads the first value; what follows it is left alone.
 *
 * @throws DerError
 */
export function readDer(bytes: Buffer): Der {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new DerError('no DER value');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (lengthBytes > 4 || first === 0x80 || bytes.length < 2 + lengthBytes) throw new DerError('no DER length');
  const start = 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes);
  if (bytes.length < start + length) throw new DerError('a DER value is cut off');
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length) };
}

/**
 * The values inside one, in order.
 *
 * @throws DerError
 */
export function inside({ content }: Der): Der[] {
  const values: Der[] = [];
  for (let rest = content; rest.length > 0; ) {
    const value = readDer(rest);
    values.push(value);
    rest = rest.subarray(value.whole.length);
  }
  return values;
}

/**
 * Follows a path of positions into nested values.
 *
 * @throws DerError when there is none
 */
export function part(value: Der, ...path: readonly number[]): Der {
  return path.reduce((within, index) => {
    const found = inside(within).at(index);
    if (!found) throw new DerError('a part of a DER value is missing');
    return found;
  }, value);
}
