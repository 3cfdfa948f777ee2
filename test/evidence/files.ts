/** Files as people send them and as nobody should: pictures made by sharp, and what is built around them by hand. */
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Exif, type Sharp } from 'sharp';
import { partsOf, type Walked } from '../../src/evidence/parts.ts';

/** Stands in whatever must not come through, followed by where it was. */
export const MARK = 'PENANDA';

/** A picture of two colours, large enough to have some bytes. */
export const picture = (width = 320, height = 240): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#c83c28' } })
    .composite([{ input: { create: { width: width >> 1, height: height >> 1, channels: 3, background: '#1e5ac8' } } }])
    .removeAlpha();

export const EXIF = {
  IFD0: {
    Make: `${MARK} make`,
    Model: `${MARK} model`,
    Software: `${MARK} software`,
    Artist: `${MARK} artist`,
    Copyright: `${MARK} copyright`,
    DateTime: '2029:02:11 10:03:00',
    ImageDescription: `${MARK} description`,
  },
  IFD2: {
    BodySerialNumber: `${MARK} serial`,
    DateTimeOriginal: '2029:02:11 10:03:00',
    CameraOwnerName: `${MARK} owner`,
    UserComment: `${MARK} comment`,
  },
  IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '7/1 58/1 4200/100', GPSLongitudeRef: 'E', GPSLongitude: '112/1 37/1 0/1' },
} satisfies Exif;

export const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 exif:GPSLatitude="7,58.7S" xmp:CreateDate="2029-02-11" xmp:CreatorTool="${MARK} tool" dc:creator="${MARK} creator"/></rdf:RDF></x:xmpmeta>`;

/** A JPEG segment: `ff | marker | length | content`. */
export function segment(marker: number, content: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** Puts segments right behind the start of a JPEG. */
export const withSegments = (jpeg: Buffer, ...segments: readonly Buffer[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

export const comment = (text: string): Buffer => segment(0xfe, Buffer.from(text));

/** Photoshop's resource 0404 with data sets of IPTC in it. */
export function iptc(...dataSets: readonly (readonly [number: number, value: string])[]): Buffer {
  const sets = dataSets.map(([number, value]) => {
    const head = Buffer.from([0x1c, 0x02, number, 0, 0]);
    head.writeUInt16BE(value.length, 3);
    return Buffer.concat([head, Buffer.from(value, 'latin1')]);
  });
  const data = Buffer.concat(sets);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const even = Buffer.alloc(data.length % 2);
  return segment(
    0xed,
    Buffer.concat([Buffer.from('Photoshop 3.0\x008BIM\x04\x04\x00\x00', 'latin1'), length, data, even]),
  );
}

export function chunk(type: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

const PNG_HEAD = 8 + 25;

/** Puts chunks right behind the header of a PNG. */
export const withChunks = (png: Buffer, ...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([png.subarray(0, PNG_HEAD), ...chunks, png.subarray(PNG_HEAD)]);

export const textChunk = (keyword: string, text: string): Buffer =>
  chunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'));

export const packedTextChunk = (keyword: string, text: Uint8Array): Buffer =>
  chunk('zTXt', Buffer.concat([Buffer.from(`${keyword}\0\0`, 'latin1'), deflateSync(text)]));

/** The names of a file's parts, in their order. */
export const partNames = (bytes: Buffer, format: Walked): string[] =>
  [...partsOf(bytes, format)].map(({ name }) => name);

/** A PNG of one bit a pixel that says it is so large, and has some of its rows. */
export function claimingPng(width: number, height: number, rows: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * rows));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A GIF of so many frames, each of them black, with blocks of choice before them. */
export function gif(frames: number, { blocks = Buffer.alloc(0), side = 1 } = {}): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(side, 0);
  size.writeUInt16LE(side, 2);
  const header = Buffer.concat([Buffer.from('GIF89a'), size, Buffer.from('800000000000ffffff', 'hex')]);
  const frame = ['21f90400050000002c00000000', size.toString('hex'), '000202440100'].join('');
  return Buffer.concat([header, blocks, Buffer.from(frame.repeat(frames), 'hex'), Buffer.from([0x3b])]);
}

/** The largest picture there may be, on its side: it takes a second or two and some hundred megabytes. */
export const heavyPng = (): Promise<Buffer> =>
  sharp({ create: { width: 8192, height: 6144, channels: 3, background: '#1e5ac8' } })
    .withMetadata({ orientation: 6 })
    .png({ compressionLevel: 1 })
    .toBuffer();

/**
 * A HEIC file by all that stands around its picture: boxes, brands, and EXIF in an item of its own. The picture in it is coded as
 * AVIF's are, since no library here codes HEVC; whoever only looks at the container cannot tell.
 */
export async function heic(): Promise<Buffer> {
  const avif = await picture().withExif(EXIF).avif({ effort: 0 }).toBuffer();
  const names = [
    ['avif', 'heic'],
    ['av01', 'hvc1'],
    ['av1C', 'hvcC'],
  ] as const;
  return Buffer.from(
    names.reduce((text, [from, to]) => text.replaceAll(from, to), avif.toString('latin1')),
    'latin1',
  );
}
