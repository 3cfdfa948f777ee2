/** A sheet of pixels in a few inks on white, each from nothing to full: what letters, rules and a QR need, and no more. */
import { encodePng, type Rgb } from './png.ts';

/** How dark a shape is at each of its pixels, 0 to 255. */
export interface Shape {
  readonly width: number;
  readonly height: number;
  readonly alpha: Uint8Array;
}

/** Steps from white to full ink; with four inks they fill a palette of 256 colours. */
const STEPS = 64;

export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Rows as PNG wants them: a zero, then the pixels. */
  private readonly rows: Uint8Array;
  private readonly inks: readonly string[];

  /** @param inks up to four colours, `#rrggbb` */
  constructor(width: number, height: number, inks: readonly string[], rows = new Uint8Array((width + 1) * height)) {
    this.width = width;
    this.height = height;
    this.inks = inks;
    this.rows = rows;
  }

  /** The same pixels, to be drawn over. */
  copy(): Canvas {
    return new Canvas(this.width, this.height, this.inks, this.rows.slice());
  }

  /** Draws a shape with its left upper corner at (x, y); where something darker stands already, that stays. */
  draw({ width, height, alpha }: Shape, left: number, top: number, ink: string): void {
    const { rows } = this;
    const first = this.first(ink);
    const from = Math.max(0, -left);
    const to = Math.min(width, this.width - left);
    const end = Math.min(height, this.height - top);
    for (let y = Math.max(0, -top); y < end; y += 1) {
      const source = y * width;
      const target = (top + y) * (this.width + 1) + 1 + left;
      for (let x = from; x < to; x += 1) {
        const step = (alpha[source + x] ?? 0) >> 2;
        if (step > (rows[target + x] ?? 0) % STEPS) rows[target + x] = first + step;
      }
    }
  }

  /** Fills a rectangle. */
  fill(left: number, top: number, width: number, height: number, ink: string): void {
    const full = this.first(ink) + STEPS - 1;
    for (let y = top; y < top + height; y += 1) {
      const start = y * (this.width + 1) + 1 + left;
      this.rows.fill(full, start, start + width);
    }
  }

  png(): Promise<Buffer> {
    return encodePng(this.rows, this.width, this.inks.flatMap(shades));
  }

  private first(ink: string): number {
    const at = this.inks.indexOf(ink);
    if (at < 0) throw new RangeError(`no ink ${ink}`);
    return at * STEPS;
  }
}

/** From white to the ink. */
function shades(ink: string): Rgb[] {
  const part = (at: number, step: number): number => {
    const full = Number.parseInt(ink.slice(at, at + 2), 16);
    return Math.round(255 + ((full - 255) * step) / (STEPS - 1));
  };
  return Array.from({ length: STEPS }, (_, step) => [part(1, step), part(3, step), part(5, step)] as const);
}
