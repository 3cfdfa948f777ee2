import type { Removed } from '../../domain/evidence.ts';
import { GPS_TIMES, GPS_VERSION, POINTERS, tagFind } from './exif-tags.ts';

type Directory = 'main' | 'gps' | 'thumbnail';

const PREFIX = Buffer.from('Exif\0\0', 'latin1');
const ENTRY = 12;
/** A file has five; one that sends the reader round in circles gets no further. */
const MOST_DIRECTORIES = 16;

/**
 * What an Exif block tells (CIPA DC-008): a TIFF file without a picture, of directories that point to each other, of tags
 * with a number each. Values are not looked at. What cannot be read counts as `other`: something was there.
 */
export function findInExif(block: Buffer): ReadonlySet<Removed> {
  const tiff = block.subarray(0, PREFIX.length).equals(PREFIX) ? block.subarray(PREFIX.length) : block;
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return new Set(['other']);
  const read = reader(tiff, order === 'II');

  const found = new Set<Removed>();
  const waiting: [offset: number, directory: Directory][] = [[read.long(4), 'main']];
  for (let n = 0; n < MOST_DIRECTORIES; n += 1) {
    const next = waiting.shift();
    if (!next) break;
    const [offset, directory] = next;
    const count = read.short(offset);
    if (directory === 'thumbnail') found.add('other');
    for (let at = offset + 2; at < offset + 2 + count * ENTRY && at + ENTRY <= tiff.length; at += ENTRY) {
      const tag = read.short(at);
      const pointer = directory === 'main' ? POINTERS[tag] : undefined;
      if (pointer) waiting.push([read.long(at + 8), pointer]);
      else for (const find of findsOf(tag, directory)) found.add(find);
    }
    const following = read.long(offset + 2 + count * ENTRY);
    if (directory === 'main' && n === 0 && following > 0) waiting.push([following, 'thumbnail']);
  }
  return found;
}

function findsOf(tag: number, directory: Directory): readonly Removed[] {
  if (directory === 'main') return tagFind(tag);
  if (directory === 'thumbnail' || tag === GPS_VERSION) return [];
  return GPS_TIMES.has(tag) ? ['time'] : ['place'];
}

/** Reads numbers; those that would stand behind the end are 0, which points to nothing and counts nothing. */
function reader(tiff: Buffer, little: boolean): { short(at: number): number; long(at: number): number } {
  return {
    short: (at) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)),
    long: (at) => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)),
  };
}
