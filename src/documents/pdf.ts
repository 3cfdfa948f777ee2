/** A tagged PDF page in the house's letters; everything that is drawn belongs to a structure element or is an artifact. */
import PDFDocument from 'pdfkit';
import { type Typefaces, typefaces } from './typeface.ts';

export type Pdf = PDFKit.PDFDocument;
type Child = (() => void) | PDFKit.PDFStructureElement;

export const A4 = { width: 595.28, height: 841.89 } as const;

export interface PdfInfo {
  readonly title: string;
  readonly subject: string;
  readonly language: string;
  /** ms since 1970. */
  readonly created: number;
}

/** An A4 page, portrait, without margins. */
export function openPdf({ title, subject, language, created }: PdfInfo): Pdf {
  const { regular, bold } = typefaces();
  const pdf: Pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    font: '', // none of the built-in ones
    pdfVersion: '1.7',
    tagged: true,
    lang: language,
    displayTitle: true,
    info: { Title: title, Subject: subject, Creator: 'ikrar', Producer: 'ikrar', CreationDate: new Date(created) },
  });
  return pdf.registerFont('regular', regular.font).registerFont('bold', bold.font);
}

/** Ends the document and collects its bytes. */
export function finishPdf(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
    pdf.end();
  });
}

export interface LineStyle {
  readonly face: keyof Typefaces;
  readonly size: number;
  readonly color: string;
  /** Where `x` is: the line's left end, its middle or its right end. */
  readonly align?: 'left' | 'center' | 'right';
  /** Extra room between letters. */
  readonly spacing?: number;
}

/** Draws one line; `y` is its baseline. */
export function drawLine(pdf: Pdf, line: string, x: number, y: number, style: LineStyle): void {
  const { face, size, color, align = 'left', spacing = 0 } = style;
  const width = align === 'left' ? 0 : typefaces()[face].width(line, size, spacing);
  const left = align === 'center' ? x - width / 2 : align === 'right' ? x - width : x;
  pdf
    .font(face, size)
    .fillColor(color)
    .text(line, left, y, { lineBreak: false, baseline: 'alphabetic', characterSpacing: spacing });
}

/** Lines, rules and ornament: a reading voice passes over them. */
export function drawArtifact(pdf: Pdf, draw: () => void): void {
  pdf.markContent('Artifact', { type: 'Layout' });
  draw();
  pdf.endMarkedContent();
}

/** A structure element of what its children draw. */
export const tag = (
  pdf: Pdf,
  type: string,
  children: Child | Child[],
  options: PDFKit.Mixins.StructureElementOptions = {},
): PDFKit.PDFStructureElement => pdf.struct(type, options, children);
