/** Slips with activation codes, to cut apart and hand out: eight on a page, one office after another. */
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import { type ActivationCode, showActivationCode } from '../domain/activation.ts';
import { maskNip, type Nip } from '../domain/nip.ts';

export interface Slip {
  readonly name: string;
  readonly nip: Nip;
  readonly office: string;
  readonly code: ActivationCode;
}

/** The words on a slip, in the reader's language. */
export interface SlipWords {
  readonly title: string;
  readonly code: string;
  /** How to use it, and that it is for nobody else. */
  readonly advice: string;
}

const FONTS = new URL('./fonts/', import.meta.url);
const font = (name: string): string => fileURLToPath(new URL(name, FONTS));
const REGULAR = font('GentiumBookBasic-Regular.ttf');
const BOLD = font('GentiumBookBasic-Bold.ttf');

/** Points. A4 is 595 × 842. */
const MARGIN = 36;
const HEAD = 30;
const WIDTH = (595 - 2 * MARGIN) / 2;
const HEIGHT = (842 - 2 * MARGIN - HEAD) / 4;
const PADDING = 12;
const PER_PAGE = 8;

/**
 * Draws the slips, sorted by office; each office begins on a new page. The document is a stream that the caller pipes into a
 * file: it holds the codes in clear.
 */
export function drawSlips(slips: readonly Slip[], words: SlipWords): PDFKit.PDFDocument {
  const document = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, info: { Title: words.title } });
  document.registerFont('regular', REGULAR).registerFont('bold', BOLD);
  let place = PER_PAGE;
  let office: string | undefined;
  for (const slip of slips) {
    if (slip.office !== office || place === PER_PAGE) {
      document.addPage();
      document.font('bold').fontSize(12).fillColor('black');
      document.text(slip.office, MARGIN, MARGIN, { width: 2 * WIDTH, height: 16, ellipsis: true });
      ({ office } = slip);
      place = 0;
    }
    drawSlip(document, slip, words, MARGIN + (place % 2) * WIDTH, MARGIN + HEAD + Math.floor(place / 2) * HEIGHT);
    place += 1;
  }
  document.end();
  return document;
}

function drawSlip(document: PDFKit.PDFDocument, slip: Slip, words: SlipWords, left: number, top: number): void {
  const x = left + PADDING;
  const width = WIDTH - 2 * PADDING;
  document.rect(left, top, WIDTH, HEIGHT).dash(3, { space: 3 }).lineWidth(0.5).stroke('#888888').undash();
  const line = (size: number, height: number, y: number, content: string, bold = false): void => {
    document
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor('black');
    document.text(content, x, top + y, { width, height, ellipsis: true });
  };
  line(9, 12, 10, words.title);
  line(12, 32, 24, slip.name, true);
  line(9, 12, 56, `NIP ${maskNip(slip.nip)}`);
  line(8, 22, 68, slip.office);
  line(9, 12, 92, words.code);
  line(20, 26, 103, showActivationCode(slip.code), true);
  line(9, HEIGHT - 136, 130, words.advice);
}
