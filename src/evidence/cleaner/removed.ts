import type { Metadata } from 'sharp';
import { REMOVED, type Removed } from '../../domain/evidence.ts';
import { findInExif } from './exif.ts';
import { extrasOf } from './extras.ts';
import { findInIptc } from './iptc.ts';
import { findInXmp } from './xmp.ts';

/** Keywords of PNG's text chunks (W3C PNG, 11.3.3.2), and of ImageMagick's dates. */
const KEYWORDS: Readonly<Record<string, Removed>> = {
  Author: 'author',
  Copyright: 'author',
  'Creation Time': 'time',
  'date:create': 'time',
  'date:modify': 'time',
  'date:timestamp': 'time',
  Software: 'device',
  Source: 'device',
};

/** XMP stands in a PNG as a text chunk of this name; it is looked into by itself. */
const XMP_KEYWORD = 'XML:com.adobe.xmp';

/**
 * What stood beside the picture in its file, and is gone once the pixels were encoded anew. It tells a person what their file
 * would have said about them; nothing depends on its being complete.
 */
export function removedFrom(bytes: Buffer, metadata: Metadata): Removed[] {
  const found = new Set<Removed>(extrasOf(bytes, metadata.format));
  const add = (finds: Iterable<Removed>): void => {
    for (const find of finds) found.add(find);
  };
  if (metadata.exif) add(findInExif(metadata.exif));
  if (metadata.xmp) add(findInXmp(metadata.xmp));
  if (metadata.iptc) add(findInIptc(metadata.iptc));
  // A profile of colours may be named after a screen, its owner or its maker.
  if (metadata.icc) found.add('other');
  for (const { keyword } of metadata.comments ?? []) {
    if (keyword !== XMP_KEYWORD) found.add(KEYWORDS[keyword] ?? 'other');
  }
  return REMOVED.filter((one) => found.has(one));
}
