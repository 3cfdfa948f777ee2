/** The certificate on paper: one A4 page, tagged, in ink and stone. */
import { type Box, DoesNotFitError, type Fitted, fitDocuments, measureDocuments, type PlacedBlock } from './fit.ts';
import { guilloche } from './ornament.ts';
import { PALETTE } from './palette.ts';
import { A4, drawArtifact, drawLine, finishPdf, type LineStyle, openPdf, type Pdf, tag } from './pdf.ts';
import { drawQr } from './pdf-qr.ts';
import type { Row, Sheet } from './sheet.ts';
import { type Typefaces, typefaces } from './typeface.ts';

const LEFT = 62;
const RIGHT = A4.width - LEFT;
const WIDTH = RIGHT - LEFT;
const MIDDLE = A4.width / 2;
/** Side of the QR with its white: about 41 mm, so that a module stays above 0.4 mm. */
const QR_SIDE = 118;
const BOTTOM = A4.height - 54;

/** Letters of this size, in points, are read without effort. */
const COMFORTABLE = 7;

type Element = PDFKit.PDFStructureElement;
type Look = Pick<LineStyle, 'size' | 'color' | 'spacing'>;

/**
 * Draws a certificate. Not signed yet.
 *
 * @throws DoesNotFitError when the documents are too long for a page
 */
export async function drawCertificate(sheet: Sheet): Promise<Buffer> {
  const pdf = openPdf({
    title: `${sheet.title}, ${sheet.occasion}`,
    subject: sheet.subject,
    language: sheet.language,
    created: sheet.at,
  });
  drawArtifact(pdf, () => drawFrame(pdf));
  const foot = drawFoot(pdf, sheet);
  const { head, fitted } = arrange(sheet, foot.top);
  const headElements = drawHead(pdf, head);
  const body = drawDocuments(pdf, fitted, foot.top - fitted.bottom - 16);
  // Read in this order, whatever was drawn first.
  pdf.addStructure(tag(pdf, 'Document', [...headElements, ...body, ...foot.elements]));
  return finishPdf(pdf);
}

/** Long documents below a long name: the head gives way before their letters become too small to read. */
function arrange(sheet: Sheet, footTop: number): { head: Head; fitted: Fitted } {
  const measured = measureDocuments(sheet.documents);
  let best: { head: Head; fitted: Fitted } | undefined;
  for (const scale of [1, 0.85, 0.7]) {
    const head = setHead(sheet, scale);
    const top = head.bottom + 16;
    const fitted = fitDocuments(measured, { x: LEFT, y: top, width: WIDTH, height: footTop - top - 16 });
    if (fitted && (!best || fitted.size > best.fitted.size)) best = { head, fitted };
    if (best && best.fitted.size >= COMFORTABLE) return best;
  }
  if (!best) throw new DoesNotFitError('the documents are too long for one page');
  return best;
}

function drawFrame(pdf: Pdf): void {
  const frame = (inset: number, width: number, color: string): void => {
    pdf
      .lineWidth(width)
      .rect(inset, inset, A4.width - 2 * inset, A4.height - 2 * inset)
      .stroke(color);
  };
  frame(26, 1.1, PALETTE.graphite);
  frame(30, 0.4, PALETTE.hairline);
  pdf.addContent(band());
}

let bandOperators: string | undefined;

/** The ornament below the upper edge, as PDF operators: always the same, so written once. */
function band(): string {
  const top = 40;
  bandOperators ??= [
    'q 0.85 0.83 0.78 RG 0.45 w 1 j',
    ...guilloche(A4.width - 80, 26, 8, 9).map(
      (curve) =>
        `${curve.map(([x, y], n) => `${(40 + x).toFixed(1)} ${(top + y).toFixed(1)} ${n === 0 ? 'm' : 'l'}`).join(' ')} S`,
    ),
    'Q',
  ].join('\n');
  return bandOperators;
}

// --- head: what this is, and who ------------------------------------------------------------------------------------

interface HeadLine {
  readonly role: 'P' | 'H1';
  readonly lines: readonly string[];
  readonly y: number;
  readonly leading: number;
  readonly style: LineStyle;
}

interface Head {
  readonly blocks: readonly HeadLine[];
  readonly bottom: number;
}

function setHead(sheet: Sheet, scale: number): Head {
  const { bold } = typefaces();
  const blocks: HeadLine[] = [];
  let y = 92;
  /** Goes down by `gap`, and sets lines in the middle. */
  const put = (gap: number, role: HeadLine['role'], face: keyof Typefaces, text: string, look: Look): void => {
    const size = look.size * scale;
    const leading = size * 1.26;
    y += gap * scale;
    const lines = typefaces()[face].balanced(text, size, WIDTH - 20);
    blocks.push({ role, lines, y, leading, style: { face, ...look, size, align: 'center' } });
    y += (lines.length - 1) * leading;
  };
  put(0, 'P', 'regular', sheet.kicker.toUpperCase(), { size: 9, color: PALETTE.stone, spacing: 2 });
  put(27, 'H1', 'bold', sheet.title, { size: 24, color: PALETTE.ink });
  put(19, 'P', 'regular', sheet.occasion, { size: 12, color: PALETTE.graphite });
  put(26, 'P', 'regular', sheet.lead, { size: 9.5, color: PALETTE.stone });
  const oneLine = (size: number): boolean => bold.lines(sheet.headline, size * scale, WIDTH - 20).length === 1;
  const size = [19, 17, 15, 13].find(oneLine) ?? 13;
  put(size + 5, 'P', 'bold', sheet.headline, { size, color: PALETTE.ink });
  sheet.person.forEach((line, n) => {
    put(n === 0 ? 17 : 14.5, 'P', 'regular', line, { size: 10.5, color: PALETTE.graphite });
  });
  return { blocks, bottom: y + 14 };
}

function drawHead(pdf: Pdf, { blocks, bottom }: Head): Element[] {
  drawArtifact(pdf, () => {
    const half = 40;
    pdf
      .lineWidth(0.6)
      .moveTo(MIDDLE - half, bottom)
      .lineTo(MIDDLE + half, bottom)
      .stroke(PALETTE.hairline);
  });
  return blocks.map(({ role, lines, y, leading, style }) =>
    tag(pdf, role, () => {
      lines.forEach((line, n) => {
        drawLine(pdf, line, MIDDLE, y + n * leading, style);
      });
    }),
  );
}

// --- body: the words that were confirmed ------------------------------------------------------------------------------

function drawDocuments(pdf: Pdf, fitted: Fitted, left: number): Element[] {
  // What is left over goes above and below, so that a short text does not hang from the head.
  const shift = Math.min(left / 2, 14);
  const line = (block: PlacedBlock, { text, x, y }: { text: string; x: number; y: number }): void =>
    drawLine(pdf, text, x, y + shift, {
      face: block.face,
      size: fitted.size,
      color: PALETTE.ink,
      align: block.role === 'title' ? 'center' : 'left',
    });
  const paragraph = (type: string, block: PlacedBlock): Element =>
    tag(
      pdf,
      type,
      () =>
        block.lines.forEach((one) => {
          line(block, one);
        }),
      { lang: 'id' },
    );
  return fitted.documents.flatMap((blocks) => {
    const points = blocks.filter(({ role }) => role === 'point');
    const firstPoint = blocks.findIndex(({ role }) => role === 'point');
    const before = blocks.slice(0, firstPoint);
    const after = blocks.slice(firstPoint + points.length);
    const items = points.map((block) =>
      tag(pdf, 'LI', [
        tag(pdf, 'Lbl', () => {
          if (block.label) line(block, block.label);
        }),
        paragraph('LBody', block),
      ]),
    );
    return [
      ...before.map((block) => paragraph(block.role === 'title' ? 'H2' : 'P', block)),
      tag(pdf, 'L', items),
      ...after.map((block) => paragraph('P', block)),
    ];
  });
}

// --- foot: how to check it --------------------------------------------------------------------------------------------

function drawFoot(pdf: Pdf, sheet: Sheet): { elements: Element[]; top: number } {
  const { regular } = typefaces();
  const noteStyle = { face: 'regular', size: 7.5, color: PALETTE.graphite } as const;
  const notes = [sheet.note, sheet.sealNote].flatMap((note) => regular.lines(note, noteStyle.size, WIDTH));
  const notesTop = BOTTOM - (notes.length - 1) * 10;
  const scan = regular.balanced(sheet.scan, 7, QR_SIDE);
  const panel = { height: QR_SIDE + 14 + scan.length * 9, bottom: notesTop - 20 };
  const top = panel.bottom - panel.height;
  drawArtifact(pdf, () => {
    pdf.rect(LEFT, top, WIDTH, panel.height).fill(PALETTE.paper);
    pdf.lineWidth(0.6).moveTo(LEFT, top).lineTo(RIGHT, top).stroke(PALETTE.hairline);
    pdf.lineWidth(0.6).moveTo(LEFT, panel.bottom).lineTo(RIGHT, panel.bottom).stroke(PALETTE.hairline);
  });

  const qrLeft = RIGHT - QR_SIDE - 8;
  const rows = drawRows(pdf, sheet, { x: LEFT + 12, y: top, width: qrLeft - LEFT - 28, height: panel.height });
  const qr = tag(pdf, 'Figure', () => drawQr(pdf, sheet.link, qrLeft, top + 8, QR_SIDE), {
    alt: sheet.qrAlt,
    bbox: [qrLeft, top + 8, qrLeft + QR_SIDE, top + 8 + QR_SIDE],
  });
  const link = pdf.struct('Link').add(() => {
    scan.forEach((line, n) => {
      const style = { face: 'regular', size: 7, color: PALETTE.graphite, align: 'center' } as const;
      drawLine(pdf, line, qrLeft + QR_SIDE / 2, top + 8 + QR_SIDE + 7 + n * 9, style);
    });
  });
  pdf.link(qrLeft, top + 8, QR_SIDE, QR_SIDE + scan.length * 9, sheet.link, { structParent: link });
  link.end();
  const noteElement = tag(pdf, 'P', () => {
    notes.forEach((line, n) => {
      drawLine(pdf, line, MIDDLE, notesTop + n * 10, { ...noteStyle, align: 'center' });
    });
  });
  return { elements: [...rows, qr, link, noteElement], top };
}

function drawRows(pdf: Pdf, sheet: Sheet, box: Box): Element[] {
  const { regular } = typefaces();
  const set = (row: Row, size: number, labelSize: number) => ({
    row,
    size,
    labelSize,
    lines: regular.lines(row.value, size, box.width),
  });
  const rows = [...sheet.facts.map((row) => set(row, 9.5, 7)), ...sheet.marks.map((row) => set(row, 6.6, 6.6))];
  const height = ({ size, labelSize, lines }: ReturnType<typeof set>): number =>
    labelSize * 1.35 + lines.length * size * 1.28;
  const used = rows.reduce((sum, row) => sum + height(row), 0);
  const gap = Math.min((box.height - 18 - used) / Math.max(rows.length - 1, 1), 7);
  let y = box.y + (box.height - used - gap * (rows.length - 1)) / 2;
  return rows.map((row) => {
    const at = y;
    y += height(row) + gap;
    return tag(pdf, 'P', () => {
      drawLine(pdf, row.row.label, box.x, at + row.labelSize, {
        face: 'regular',
        size: row.labelSize,
        color: PALETTE.stone,
      });
      row.lines.forEach((line, n) => {
        const baseline = at + row.labelSize * 1.35 + row.size * (0.98 + n * 1.28);
        drawLine(pdf, line, box.x, baseline, { face: 'regular', size: row.size, color: PALETTE.ink });
      });
    });
  });
}
