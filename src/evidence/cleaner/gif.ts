const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
/** How long a frame stays: the one extension that belongs to the picture. */
const GRAPHIC_CONTROL = 0xf9;

/**
 * Whether a GIF has anything but its frames: a comment, text, an application's block, something behind its end (GIF89a,
 * appendix A: a header, then blocks of which the first byte tells what they are).
 */
export function hasGifExtras(bytes: Buffer): boolean {
  let at = 13 + paletteSize(bytes[10]);
  for (;;) {
    const block = bytes[at];
    if (block === TRAILER) return at + 1 < bytes.length;
    if (block === IMAGE) at = afterSubBlocks(bytes, at + 11 + paletteSize(bytes[at + 9]));
    else if (block === EXTENSION && bytes[at + 1] === GRAPHIC_CONTROL) at = afterSubBlocks(bytes, at + 2);
    else return true;
  }
}

/** Bytes of the colours that follow, by the flags before them. */
const paletteSize = (flags = 0): number => (flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0);

/** Data come in blocks with their length before them, up to one of length 0. */
function afterSubBlocks(bytes: Buffer, start: number): number {
  let at = start;
  for (let length = bytes[at]; length; length = bytes[at]) at += 1 + length;
  return at + 1;
}
