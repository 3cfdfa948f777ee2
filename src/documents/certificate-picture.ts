/** The certificate as a picture for the chat: the facts in large letters, and the QR. */
import { Canvas } from './canvas.ts';
import { drawLines, drawShape, type LetterStyle, type Line } from './letters.ts';
import { type Curve, guilloche } from './ornament.ts';
import { PALETTE } from './palette.ts';
import { qrCode } from './qr.ts';
import type { Row, Sheet } from './sheet.ts';
import { typefaces } from './typeface.ts';

/** Telegram and WhatsApp show a picture of this size without making it smaller. */
const WIDTH = 1024;
const HEIGHT = 1280;
const MARGIN = 84;
const INNER = WIDTH - 2 * MARGIN;
/** The most room of the QR; a module takes whole pixels, so that no edge is grey. */
const QR_SIDE = 412;
const FOOT = HEIGHT - 170 - QR_SIDE;
const { ink, graphite, stone, ornament } = PALETTE;

/** Draws the picture as PNG. */
export async function drawPicture(sheet: Sheet): Promise<Buffer> {
  const canvas = (await frame()).copy();
  drawQr(canvas, sheet.link);
  await drawLines(canvas, [...headLines(sheet), ...factLines(sheet), ...noteLines(sheet)]);
  return canvas.png();
}

/** What it is and whose, as large as fits above the rule. */
function headLines(sheet: Sheet): Line[] {
  const scales = [1, 0.9, 0.8, 0.7, 0.6, 0.5];
  const set = scales.map((scale) => setHead(sheet, scale));
  return set.find((lines) => (lines.at(-1)?.y ?? 0) < FOOT - 52) ?? set.at(-1) ?? [];
}

function setHead(sheet: Sheet, scale: number): Line[] {
  const { bold, regular } = typefaces();
  const lines: Line[] = [];
  let y = 190;
  const centred = (texts: readonly string[], leading: number, style: LetterStyle): void => {
    texts.forEach((text, n) => {
      if (n > 0) y += leading;
      lines.push({ text, x: WIDTH / 2, y, style, centred: true });
    });
  };
  centred([sheet.kicker.toUpperCase()], 0, { face: 'regular', size: 23, ink: stone, spacing: 4 });
  y += 62;
  centred([sheet.title], 0, { face: 'bold', size: 58, ink });
  y += 50;
  centred(regular.balanced(sheet.occasion, 31, INNER), 40, { face: 'regular', size: 31, ink: graphite });
  y += 70;
  centred([sheet.lead], 0, { face: 'regular', size: 25, ink: stone });
  const sizes = [54, 48, 42].map((one) => Math.round(one * scale));
  const size = sizes.find((one) => bold.lines(sheet.headline, one, INNER).length <= 2) ?? Math.round(38 * scale);
  y += size + 12;
  centred(bold.balanced(sheet.headline, size, INNER), size * 1.18, { face: 'bold', size, ink });
  y += 16 * scale;
  const personSize = Math.round(29 * scale);
  for (const line of sheet.person) {
    y += 42 * scale;
    const style = { face: 'regular', size: personSize, ink: graphite } as const;
    centred(regular.balanced(line, personSize, INNER), personSize * 1.28, style);
  }
  return lines;
}

function factLines(sheet: Sheet): Line[] {
  const { regular } = typefaces();
  const width = INNER - QR_SIDE - 26;
  const documents: Row = { label: sheet.documentsLabel, value: sheet.documentNames.join('\n') };
  const rows = [...sheet.facts, documents].map(({ label, value }) => ({
    label,
    values: value.split('\n').flatMap((line) => regular.lines(line, 27, width)),
  }));
  const used = rows.reduce((sum, { values }) => sum + 30 + values.length * 34, 0);
  const gap = Math.min(28, Math.max(2, (QR_SIDE - used) / (rows.length - 1)));
  let y = FOOT + 4;
  return rows.flatMap(({ label, values }) => {
    const labelLine: Line = { text: label, x: MARGIN, y: y + 18, style: { face: 'regular', size: 21, ink: stone } };
    y += 30;
    const valueLines = values.map((text): Line => {
      y += 34;
      return { text, x: MARGIN, y: y - 12, style: { face: 'regular', size: 27, ink } };
    });
    y += gap;
    return [labelLine, ...valueLines];
  });
}

function noteLines(sheet: Sheet): Line[] {
  const { regular } = typefaces();
  const scan = { face: 'regular', size: 18, ink: stone } as const;
  const note = { face: 'regular', size: 20, ink: graphite } as const;
  return [
    { text: sheet.scan, x: WIDTH - MARGIN - QR_SIDE / 2, y: FOOT + QR_SIDE + 26, style: scan, centred: true },
    ...regular
      .balanced(sheet.note, note.size, INNER)
      .map((text, n): Line => ({ text, x: WIDTH / 2, y: HEIGHT - 92 + n * 27, style: note, centred: true })),
  ];
}

function drawQr(canvas: Canvas, link: string): void {
  const { size, runs } = qrCode(link);
  const module = Math.max(1, Math.floor(QR_SIDE / size));
  const left = WIDTH - MARGIN - Math.floor((QR_SIDE + size * module) / 2);
  const top = FOOT + Math.floor((QR_SIDE - size * module) / 2);
  for (const run of runs) canvas.fill(left + run.x * module, top + run.y * module, run.length * module, module, ink);
}

let drawnFrame: Promise<Canvas> | undefined;

/** Frame, ornament and rule: the same on every picture, so drawn once. */
function frame(): Promise<Canvas> {
  drawnFrame ??= drawFrame();
  return drawnFrame;
}

async function drawFrame(): Promise<Canvas> {
  const canvas = new Canvas(WIDTH, HEIGHT, [ink, graphite, stone, ornament]);
  const box = (inset: number, width: number): string =>
    `<rect x="${inset}" y="${inset}" width="${WIDTH - 2 * inset}" height="${HEIGHT - 2 * inset}" fill="none" stroke="#000" stroke-width="${width}"/>`;
  const path = (curve: Curve): string =>
    `M${curve.map(([x, y]) => `${(58 + x).toFixed(1)} ${(58 + y).toFixed(1)}`).join('L')}`;
  const waves = guilloche(WIDTH - 116, 64, 8, 7)
    .map(path)
    .join('');
  const fine = [
    box(39, 2),
    `<path fill="none" stroke="#000" stroke-width="1.4" d="${waves}"/>`,
    `<path d="M${MARGIN} ${FOOT - 30}H${WIDTH - MARGIN}" stroke="#000" stroke-width="2"/>`,
  ];
  canvas.draw(await drawShape(box(28.5, 3), WIDTH, HEIGHT), 0, 0, graphite);
  canvas.draw(await drawShape(fine.join(''), WIDTH, HEIGHT), 0, 0, ornament);
  return canvas;
}
