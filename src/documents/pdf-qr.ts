import { PALETTE } from './palette.ts';
import type { Pdf } from './pdf.ts';
import { QUIET, qrCode } from './qr.ts';

/** Draws a QR code as squares, on white, with the quiet zone that readers need inside `side`. */
export function drawQr(pdf: Pdf, content: string, x: number, y: number, side: number): void {
  const { size, runs } = qrCode(content);
  const module = side / (size + 2 * QUIET);
  pdf.rect(x, y, side, side).fill(PALETTE.white);
  // In units of a module, as short as it can be said: what is written here is compressed for every certificate anew.
  const scale = [module, 0, 0, module, x + QUIET * module, y + QUIET * module].map((one) => one.toFixed(4)).join(' ');
  const squares = runs.map((run) => `${run.x} ${run.y} ${run.length} 1 re`).join('\n');
  pdf.addContent(`q ${scale} cm 0.133 0.145 0.165 rg\n${squares}\nf Q`);
}
