import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';

const deflateAsync = promisify(deflate);
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const INDEXED = 3;

export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * A PNG of one byte a pixel, which names a colour of the palette (W3C PNG, 11.2). Compressed lightly: the sheets are mostly
 * white, and the next level takes twice the time for a tenth of the size.
 *
 * @param rows one after another; each begins with a zero (no filter) and has `width` bytes after it
 */
export async function encodePng(rows: Uint8Array, width: number, palette: readonly Rgb[]): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length / (width + 1), 4);
  header.set([8, INDEXED, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', await deflateAsync(rows, { level: 2, chunkSize: 256 * 1024 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
