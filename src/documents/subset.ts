/**
 * The few letters of a TrueType font that a document uses, as a small font to embed in it. fontkit can do this too, but
 * decodes every outline anew for each document: half of a certificate's cost. Here glyphs are copied as bytes.
 * Formats: OpenType specification 1.9, chapters «Font file», «glyf», «loca», «hmtx».
 */

/** The tables of a font file, by name. */
export type FontTables = ReadonlyMap<string, Buffer>;

const HEADER = 12;
const RECORD = 16;
/** Flags of a component of a compound glyph. */
const WORDS = 0x1;
const SCALE = 0x8;
const MORE = 0x20;
const XY_SCALE = 0x40;
const MATRIX = 0x80;

export function readTables(file: Buffer): FontTables {
  return new Map(
    Array.from({ length: file.readUInt16BE(4) }, (_, n) => {
      const at = HEADER + n * RECORD;
      const start = file.readUInt32BE(at + 8);
      return [file.toString('latin1', at, at + 4), file.subarray(start, start + file.readUInt32BE(at + 12))] as const;
    }),
  );
}

/** Collects glyphs by their number in the full font; each has a new number in the order it was asked for. */
export class Subset {
  private readonly tables: FontTables;
  private readonly numbers = new Map<number, number>();

  constructor(tables: FontTables) {
    this.tables = tables;
    this.includeGlyph(0); // what stands for a missing letter is always the first
  }

  includeGlyph(glyph: number): number {
    const known = this.numbers.get(glyph);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(glyph, number);
    return number;
  }

  /** A font file with these glyphs, without names or a character map: a PDF brings its own. */
  encode(): Uint8Array {
    const outlines: Buffer[] = [];
    // A compound glyph adds its parts to the end of the map while it is walked, as a Map allows.
    for (const glyph of this.numbers.keys()) outlines.push(this.renumbered(this.outline(glyph)));
    const count = outlines.length;
    const loca = Buffer.alloc((count + 1) * 4);
    let end = 0;
    outlines.forEach((outline, n) => {
      end += outline.length;
      loca.writeUInt32BE(end, (n + 1) * 4);
    });
    return fontFile([
      ['cvt ', this.table('cvt ')],
      ['fpgm', this.table('fpgm')],
      ['glyf', Buffer.concat(outlines)],
      ['head', patched(this.table('head'), 50, 1)], // long offsets in loca
      ['hhea', patched(this.table('hhea'), 34, count)],
      ['hmtx', Buffer.concat([...this.numbers.keys()].map((glyph) => this.metrics(glyph)))],
      ['loca', loca],
      ['maxp', patched(this.table('maxp'), 4, count)],
      ['prep', this.table('prep')],
    ]);
  }

  private table(name: string): Buffer {
    const table = this.tables.get(name);
    if (!table) throw new TypeError(`the font has no table ${name}`);
    return table;
  }

  private outline(glyph: number): Buffer {
    const loca = this.table('loca');
    const long = this.table('head').readInt16BE(50) === 1;
    const at = (index: number): number => (long ? loca.readUInt32BE(index * 4) : loca.readUInt16BE(index * 2) * 2);
    return this.table('glyf').subarray(at(glyph), at(glyph + 1));
  }

  /** Advance width and left bearing; beyond the last full record only the bearing differs. */
  private metrics(glyph: number): Buffer {
    const hmtx = this.table('hmtx');
    const full = this.table('hhea').readUInt16BE(34);
    if (glyph < full) return hmtx.subarray(glyph * 4, glyph * 4 + 4);
    const bearing = full * 4 + (glyph - full) * 2;
    return Buffer.concat([hmtx.subarray((full - 1) * 4, (full - 1) * 4 + 2), hmtx.subarray(bearing, bearing + 2)]);
  }

  /** A compound glyph names its parts by number. */
  private renumbered(outline: Buffer): Buffer {
    if (outline.length === 0 || outline.readInt16BE(0) >= 0) return outline;
    const copy = Buffer.from(outline);
    let at = 10;
    let flags = MORE;
    while (flags & MORE) {
      flags = copy.readUInt16BE(at);
      copy.writeUInt16BE(this.includeGlyph(copy.readUInt16BE(at + 2)), at + 2);
      at += 4 + (flags & WORDS ? 4 : 2) + (flags & SCALE ? 2 : flags & XY_SCALE ? 4 : flags & MATRIX ? 8 : 0);
    }
    return copy;
  }
}

function patched(table: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(table);
  copy.writeUInt16BE(value, at);
  return copy;
}

function fontFile(tables: readonly (readonly [name: string, content: Buffer])[]): Buffer {
  const directory = Buffer.alloc(HEADER + tables.length * RECORD);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tables.length, 4);
  directory.writeUInt16BE(power * 16, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE((tables.length - power) * 16, 10);
  const parts: Buffer[] = [directory];
  let start = directory.length;
  tables.forEach(([name, content], n) => {
    const padded = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
    const at = HEADER + n * RECORD;
    directory.write(name, at, 'latin1');
    directory.writeUInt32BE(checksum(padded), at + 4);
    directory.writeUInt32BE(start, at + 8);
    directory.writeUInt32BE(content.length, at + 12);
    parts.push(padded);
    start += padded.length;
  });
  return Buffer.concat(parts);
}

function checksum(padded: Buffer): number {
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}
