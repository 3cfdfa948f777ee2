/** A page that is read from top to bottom: headings, paragraphs and lists, each beginning where the last one ended. */
import { PALETTE } from './palette.ts';
import { drawArtifact, drawLine, type LineStyle, type Pdf, tag } from './pdf.ts';
import { typefaces } from './typeface.ts';

export interface ColumnStyle extends Partial<LineStyle> {
  /** Room above, in points, beside that between lines. */
  readonly gap?: number;
  readonly indent?: number;
  /** Narrower than the column. */
  readonly width?: number;
}

const SIZE = 11;
const LEADING = 1.32;
const INDENT = 18;

export class Column {
  /** What was set, in the order of reading; drawn once they are added to the document. */
  readonly elements: PDFKit.PDFStructureElement[] = [];
  /** Where the next piece begins. */
  y: number;
  private readonly pdf: Pdf;
  private readonly left: number;
  private readonly width: number;

  constructor(pdf: Pdf, { left, top, width }: { left: number; top: number; width: number }) {
    this.pdf = pdf;
    this.left = left;
    this.y = top;
    this.width = width;
  }

  paragraph(words: string, style: ColumnStyle = {}, role = 'P'): void {
    this.elements.push(tag(this.pdf, role, this.place(words, style)));
  }

  heading(words: string): void {
    this.paragraph(words, { face: 'bold', size: 12, gap: 11 }, 'H2');
  }

  /** @param from the number of the first point */
  list(points: readonly string[], from = 1): void {
    const items = points.map((point, n) => {
      const top = this.y;
      const body = tag(this.pdf, 'LBody', this.place(point, { gap: 2, indent: INDENT }));
      const bottom = this.y;
      this.y = top;
      const label = tag(this.pdf, 'Lbl', this.place(`${from + n}.`, { gap: 2, face: 'bold' }));
      this.y = bottom;
      return tag(this.pdf, 'LI', [label, body]);
    });
    this.elements.push(tag(this.pdf, 'L', items));
  }

  /** A line across, with the same room above and below. */
  rule(room: number): void {
    const y = this.y + room;
    drawArtifact(this.pdf, () => {
      this.pdf
        .lineWidth(0.8)
        .moveTo(this.left, y)
        .lineTo(this.left + this.width, y)
        .stroke(PALETTE.hairline);
    });
    this.y = y + room;
  }

  /** Takes the room that the words need; what it returns draws them, later, as structure elements are. */
  private place(words: string, { gap = 0, indent = 0, width, ...style }: ColumnStyle): () => void {
    const whole: LineStyle = { face: 'regular', size: SIZE, color: PALETTE.ink, ...style };
    const lines = typefaces()[whole.face].lines(words, whole.size, width ?? this.width - indent);
    const top = this.y + gap;
    const leading = whole.size * LEADING;
    this.y = top + lines.length * leading;
    return () => {
      lines.forEach((line, n) => {
        drawLine(this.pdf, line, this.left + indent, top + leading * (n + 0.78), whole);
      });
    };
  }
}
