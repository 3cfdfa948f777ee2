/** A file in its parts, by its own lengths alone: nothing in them is decoded. */

export interface Part {
  /** The marker of a JPEG segment in two hex digits, `da`; the type of a PNG chunk, `IDAT`. */
  readonly name: string;
  /** Where it starts in the file, and where the next one does; with lengths, checks and all. */
  readonly start: number;
  readonly end: number;
}

/** The last part of a whole file. What stands behind it is no part of it. */
export const LAST = { jpeg: 'd9', png: 'IEND' } as const;
export type Walked = keyof typeof LAST;

/** A file of more parts is made to keep a reader busy; our own have some thousands at most. */
const MOST_PARTS = 100_000;
const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** The parts of a file up to its end, or to where it is no longer what it claims: then the last one is not {@link LAST}. */
export function* partsOf(bytes: Buffer, format: Walked): Generator<Part, void> {
  const next = format === 'jpeg' ? nextSegment : nextChunk;
  let at = format === 'jpeg' ? 2 : PNG_SIGNATURE.length;
  for (let count = 0; count < MOST_PARTS; count += 1) {
    const part = next(bytes, at);
    if (!part || part.end > bytes.length) return;
    yield part;
    if (part.name === LAST[format]) return;
    at = part.end;
  }
}

/** Whether the file begins as one of its format does. */
export const begins = (bytes: Buffer, format: Walked): boolean =>
  format === 'jpeg' ? bytes[0] === 0xff && bytes[1] === 0xd8 : bytes.subarray(0, 8).equals(PNG_SIGNATURE);

/** ITU-T T.81, annex B: `ff | marker | length with itself | content`; a scan goes on until the next marker. */
function nextSegment(bytes: Buffer, start: number): Part | undefined {
  let at = start;
  if (bytes[at] !== 0xff) return undefined;
  while (bytes[at] === 0xff) at += 1;
  const marker = bytes[at];
  if (marker === undefined) return undefined;
  const name = marker.toString(16).padStart(2, '0');
  if (marker === 0xd9 || marker === 0x01) return { name, start, end: at + 1 };
  if (at + 3 > bytes.length) return undefined;
  const end = at + 1 + bytes.readUInt16BE(at + 1);
  return { name, start, end: marker === 0xda ? endOfScan(bytes, end) : end };
}

/** Inside a scan, `ff 00` is a byte of the picture and `ff d0` to `ff d7` only count. */
function endOfScan(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1];
    if (marker === undefined) break;
    if (marker !== 0x00 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at;
  }
  return bytes.length;
}

/** W3C PNG, 5.3: `length of the content | type | content | check`. */
function nextChunk(bytes: Buffer, start: number): Part | undefined {
  if (start + 12 > bytes.length) return undefined;
  const end = start + 12 + bytes.readUInt32BE(start);
  return { name: bytes.toString('latin1', start + 4, start + 8), start, end };
}
