import { encode } from 'uqr';

/** Modules of white that a reader needs around a code. */
export const QUIET = 4;

/** Dark modules of one row, next to each other: most of a code is drawn in runs. */
export interface Run {
  readonly x: number;
  readonly y: number;
  readonly length: number;
}

export interface QrCode {
  /** Modules along a side, without the white around it. */
  readonly size: number;
  readonly version: number;
  readonly runs: readonly Run[];
}

/** A QR code that survives a fold or a stain: error correction M, 15 % of the code may be lost. */
export function qrCode(text: string): QrCode {
  // Choosing the best of the eight masks costs three times the rest, and helps drawings rather than random letters.
  const { data, size, version } = encode(text, { ecc: 'M', boostEcc: true, maskPattern: 2, border: 0 });
  return { size, version, runs: data.flatMap(runsOf) };
}

function runsOf(row: readonly boolean[], y: number): Run[] {
  const runs: Run[] = [];
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const start = x;
    while (row[x + 1]) x += 1;
    runs.push({ x: start, y, length: x - start + 1 });
  }
  return runs;
}
