/** A poster for an apel: one A4 sheet that hundreds of people scan from a few steps away. */
import { type Language, type MessageKey, type Text, text } from '../domain/message.ts';
import { guilloche } from './ornament.ts';
import { PALETTE } from './palette.ts';
import { A4, drawArtifact, drawLine, finishPdf, type LineStyle, openPdf, type Pdf, tag } from './pdf.ts';
import { drawQr } from './pdf-qr.ts';
import { type Typefaces, typefaces } from './typeface.ts';

/** A way into the pledge: `https://t.me/<bot>?start=ikrar` or `https://wa.me/<number>?text=ikrar`. */
export interface PosterLink {
  readonly messenger: 'telegram' | 'whatsapp';
  readonly url: string;
  /** What to type instead of scanning: `t.me/IkrarContohBot`. */
  readonly address: string;
}

const MARGIN = 52;
const WIDTH = A4.width - 2 * MARGIN;
const MIDDLE = A4.width / 2;
const STEPS = [1, 2, 3, 4] as const;

type Element = PDFKit.PDFStructureElement;

/**
 * @param links one or two; two stand side by side
 * @param plain words without markup, in the language
 */
export function drawPoster(
  links: readonly PosterLink[],
  language: Language,
  plain: (message: Text) => string,
): Promise<Buffer> {
  const { regular } = typefaces();
  const say = (key: MessageKey, values?: Readonly<Record<string, string>>): string =>
    regular.printable(plain(text(key, values)));
  const pdf = openPdf({
    title: say('certificate.poster_title'),
    subject: say('certificate.poster_subject'),
    language,
    created: Date.now(),
  });
  drawArtifact(pdf, () => drawOrnament(pdf));
  const elements: Element[] = [];
  const line = (role: string, words: string, y: number, style: Omit<LineStyle, 'align'>): void => {
    elements.push(tag(pdf, role, () => drawLine(pdf, words, MIDDLE, y, { ...style, align: 'center' })));
  };
  line('H1', say('certificate.poster_title'), 158, fitted('bold', say('certificate.poster_title'), 46, PALETTE.ink));
  line(
    'P',
    say('certificate.poster_lead'),
    190,
    fitted('regular', say('certificate.poster_lead'), 19, PALETTE.graphite),
  );
  line('H2', say('certificate.poster_scan'), 236, fitted('bold', say('certificate.poster_scan'), 17, PALETTE.ink));

  const side = links.length > 1 ? 216 : 258;
  const room = WIDTH / links.length;
  links.forEach((link, n) => {
    const alt = say('certificate.poster_qr_alt', { address: link.address });
    elements.push(...drawEntry(pdf, link, { x: MARGIN + room * (n + 0.5), y: 252, side }, say, alt));
  });
  const steps = STEPS.map((n) => say(`certificate.poster_step_${n}`));
  // Midway between the addresses and the note at the foot.
  elements.push(drawSteps(pdf, steps, { from: 252 + side + 52, to: A4.height - 104 }));
  const note = regular.balanced(say('certificate.poster_note'), 11.5, WIDTH - 40);
  elements.push(
    tag(pdf, 'P', () => {
      note.forEach((words, n) => {
        const y = A4.height - 72 - (note.length - 1 - n) * 15.5;
        drawLine(pdf, words, MIDDLE, y, { face: 'regular', size: 11.5, color: PALETTE.graphite, align: 'center' });
      });
    }),
  );
  pdf.addStructure(tag(pdf, 'Document', elements));
  return finishPdf(pdf);
}

/** The largest size up to `most` at which the words fit one line. */
function fitted(face: keyof Typefaces, words: string, most: number, color: string): Omit<LineStyle, 'align'> {
  const size = Math.min(most, most * (WIDTH / typefaces()[face].width(words, most)));
  return { face, size, color };
}

function drawOrnament(pdf: Pdf): void {
  const frame = (inset: number, width: number, color: string): void => {
    pdf
      .lineWidth(width)
      .rect(inset, inset, A4.width - 2 * inset, A4.height - 2 * inset)
      .stroke(color);
  };
  frame(26, 1.4, PALETTE.graphite);
  frame(31, 0.5, PALETTE.hairline);
  pdf.lineWidth(0.5).strokeColor(PALETTE.ornament);
  for (const curve of guilloche(A4.width - 84, 40, 9, 7)) {
    curve.forEach(([x, y], n) => {
      if (n === 0) pdf.moveTo(42 + x, 46 + y);
      else pdf.lineTo(42 + x, 46 + y);
    });
    pdf.stroke();
  }
}

type Say = (key: MessageKey) => string;

function drawEntry(
  pdf: Pdf,
  { messenger, url, address }: PosterLink,
  { x, y, side }: { x: number; y: number; side: number },
  say: Say,
  alt: string,
): Element[] {
  const left = x - side / 2;
  const figure = tag(pdf, 'Figure', () => drawQr(pdf, url, left, y, side), {
    alt,
    bbox: [left, y, left + side, y + side],
  });
  const name = tag(pdf, 'P', () => {
    const style = { face: 'bold', size: 20, color: PALETTE.ink, align: 'center' } as const;
    drawLine(pdf, say(`certificate.poster_${messenger}`), x, y + side + 20, style);
  });
  const link = pdf.struct('Link').add(() => {
    const size = Math.min(15, (15 * side * 1.05) / typefaces().regular.width(address, 15));
    drawLine(pdf, address, x, y + side + 42, { face: 'regular', size, color: PALETTE.graphite, align: 'center' });
  });
  pdf.link(left, y, side, side + 48, url, { structParent: link });
  link.end();
  return [figure, name, link];
}

/** Numbered steps in the largest letters in which each takes one line, in the middle of the room between two heights. */
function drawSteps(pdf: Pdf, steps: readonly string[], room: { from: number; to: number }): Element {
  const { regular } = typefaces();
  const indent = 44;
  const widest = Math.max(...steps.map((step) => regular.width(step, 1)));
  const size = Math.min(21, (WIDTH - indent - 10) / widest);
  const left = MIDDLE - (indent + widest * size) / 2;
  const leading = Math.min(46, (room.to - room.from) / (steps.length + 0.5));
  const first = (room.from + room.to - leading * (steps.length - 1) + size * 0.64) / 2;
  const items = steps.map((step, n) => {
    const y = first + n * leading;
    const middle = y - size * 0.32;
    drawArtifact(pdf, () => {
      pdf.circle(left + 15, middle, 14).fill(PALETTE.ink);
    });
    const number: LineStyle = { face: 'bold', size: 16, color: PALETTE.white, align: 'center' };
    return tag(pdf, 'LI', [
      tag(pdf, 'Lbl', () => drawLine(pdf, String(n + 1), left + 15, middle + 5.4, number)),
      tag(pdf, 'LBody', () => drawLine(pdf, step, left + indent, y, { face: 'regular', size, color: PALETTE.ink })),
    ]);
  });
  return tag(pdf, 'L', items);
}
