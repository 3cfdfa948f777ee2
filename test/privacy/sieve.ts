/**
 * Says of a hash that it is nowhere, or that it may be somewhere: of millions of keyed hashes few have to be written in every
 * shape and looked for. It knows the beginnings of everything that places hold: four bytes as they are, and as hex or base64 say
 * them.
 */
import type { Place } from './search.ts';

/** A byte that is no digit. */
const NONE = 255;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const HEX = digits('0123456789abcdef', '0123456789ABCDEF');
const BASE64 = digits(`${ALPHABET}+/`, `${ALPHABET}-_`);
/** Letters that say four bytes. */
const RUN = { hex: 8, base64: 6 } as const;
/** Of a hash written as base64 the first bytes may be part of what stands before it. */
const SKIPS = [0, 1, 2] as const;

export class Sieve {
  /** A bit for each beginning, by 30 of its 32 bits. */
  private readonly known = new Uint8Array(2 ** 27);

  constructor(places: readonly Place[]) {
    for (const { bytes } of places) {
      this.addBytes(bytes);
      this.addHex(bytes);
      this.addBase64(bytes);
    }
  }

  /** @param hash at least six bytes */
  mayHold(hash: Buffer): boolean {
    return SKIPS.some((skip) => this.has(hash.readUInt32BE(skip)));
  }

  private addBytes(bytes: Uint8Array): void {
    let four = 0;
    for (const [at, byte] of bytes.entries()) {
      four = ((four << 8) | byte) >>> 0;
      if (at >= 3) this.add(four);
    }
  }

  private addHex(bytes: Uint8Array): void {
    let [four, run] = [0, 0];
    for (const byte of bytes) {
      const digit = HEX[byte] ?? NONE;
      run = digit === NONE ? 0 : run + 1;
      four = ((four << 4) | digit) >>> 0;
      if (run >= RUN.hex) this.add(four);
    }
  }

  private addBase64(bytes: Uint8Array): void {
    let [five, run] = [0, 0];
    for (const byte of bytes) {
      const digit = BASE64[byte] ?? NONE;
      run = digit === NONE ? 0 : run + 1;
      if (run >= RUN.base64) this.add(((five << 2) | (digit >> 4)) >>> 0);
      five = ((five << 6) | digit) & 0x3fffffff;
    }
  }

  private add(four: number): void {
    const at = four >>> 5;
    this.known[at] = (this.known[at] ?? 0) | (1 << ((four >>> 2) & 7));
  }

  private has(four: number): boolean {
    return ((this.known[four >>> 5] ?? 0) & (1 << ((four >>> 2) & 7))) !== 0;
  }
}

/** What each byte counts as a digit of these alphabets. */
function digits(...alphabets: readonly string[]): Uint8Array {
  const values = new Uint8Array(256).fill(NONE);
  for (const letters of alphabets)
    for (const [value, letter] of [...letters].entries()) values[letter.charCodeAt(0)] = value;
  return values;
}
