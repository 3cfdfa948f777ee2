/** Reads a QR off a terminal, as the camera of a phone does. */
import jsqr from 'jsqr';
import type { Child } from '../../support/child.ts';

/** Pixels of a module: half a character is one module high. */
const SCALE = 4;
/** The upper and the lower half of a character, as they shine on a dark screen. */
const HALVES: Readonly<Record<string, readonly [boolean, boolean]>> = {
  '█': [true, true],
  '▀': [true, false],
  '▄': [false, true],
  ' ': [false, false],
};

/** The text of the first QR that a child draws; waits for it. */
export async function readDrawnQr(child: Child): Promise<string> {
  const top = await child.says('█');
  const from = child.lines.indexOf(top);
  // Square: half as many lines as characters.
  const height = Math.ceil(top.length / 2);
  while (child.lines.length < from + height) await child.saysMore();
  const text = decoded(child.lines.slice(from, from + height));
  if (text === undefined) throw new Error('what stands in the terminal is no QR');
  return text;
}

function decoded(lines: readonly string[]): string | undefined {
  const rows = lines.flatMap((line) => {
    const halves = [...line].map((character) => HALVES[character] ?? [false, false]);
    return [halves.map(([upper]) => upper), halves.map(([, lower]) => lower)];
  });
  const width = (rows[0]?.length ?? 0) * SCALE;
  const height = rows.length * SCALE;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const shines = rows[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)] === true;
      pixels.fill(shines ? 255 : 0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return jsqr.default(pixels, width, height)?.data;
}
