/**
 * The paper copy of a unit's private key: what opens its reports when the passphrase or the service is gone. The document
 * holds the key in clear; it is for a printer, and the service keeps none.
 */
import { type Language, type MessageKey, type Text, type TextValue, text } from '../domain/message.ts';
import type { Identity } from '../secrecy/age.ts';
import { Column } from './column.ts';
import { PALETTE } from './palette.ts';
import { A4, drawLine, finishPdf, type LineStyle, openPdf, type Pdf, tag } from './pdf.ts';
import { drawQr } from './pdf-qr.ts';
import { typefaces } from './typeface.ts';

export interface RecoverySheet {
  readonly name: string;
  readonly region: string;
  readonly identity: Identity;
  readonly fingerprint: string;
  /** ISO day on which the key was made, where the unit is. */
  readonly made: string;
}

type Say = (key: MessageKey, values?: Readonly<Record<string, TextValue>>) => string;

const MARGIN = 52;
const WIDTH = A4.width - 2 * MARGIN;
const QR_SIDE = 150;
/** `AGE-SECRET-KEY-1` has so many letters; 58 follow. */
const PREFIX = 16;
const GROUPS_IN_ROW = 4;
const ROW = 21;

/**
 * Draws the sheet, one A4 page. The passphrase is not on it.
 *
 * @param plain words without markup, in the language
 */
export function drawRecoverySheet(
  sheet: RecoverySheet,
  language: Language,
  plain: (message: Text) => string,
): Promise<Buffer> {
  const say: Say = (key, values) => typefaces().regular.printable(plain(text(key, values)));
  const title = say('unit.sheet_title');
  const pdf = openPdf({ title, subject: say('unit.sheet_subject'), language, created: Date.parse(sheet.made) });
  const column = new Column(pdf, { left: MARGIN, top: 46, width: WIDTH });
  const small = { size: 9, color: PALETTE.graphite };

  column.paragraph(say('unit.sheet_kicker').toUpperCase(), { size: 9, color: PALETTE.stone, spacing: 1 });
  column.paragraph(title, { face: 'bold', size: 28, gap: 2 }, 'H1');
  const name = typefaces().bold.printable(sheet.name);
  column.paragraph(name, { face: 'bold', size: nameSize(name), gap: 2 });
  column.paragraph(say('unit.sheet_made', { region: sheet.region, made: { day: sheet.made } }), small);
  column.paragraph(say('unit.sheet_warning'), { face: 'bold', size: 11, gap: 9 });

  column.rule(10);
  drawKey(pdf, column, sheet.identity, say);
  column.paragraph(`${say('unit.sheet_fingerprint')}: ${sheet.fingerprint}`, { face: 'bold', size: 12, gap: 4 });
  column.paragraph(say('unit.sheet_fingerprint_how'), small);
  column.rule(10);

  column.heading(say('unit.sheet_steps'));
  column.list(([1, 2, 3, 4] as const).map((n) => say(`unit.sheet_step_${n}`)));
  column.heading(say('unit.sheet_passphrase'));
  column.paragraph(say('unit.sheet_passphrase_why'), { gap: 2 });
  column.heading(say('unit.sheet_open'));
  column.list([say('unit.sheet_open_1'), say('unit.sheet_open_2')]);
  column.paragraph(say('unit.sheet_open_command'), { face: 'bold', size: 12, gap: 4, indent: 18 });
  column.y += 2;
  column.list([say('unit.sheet_open_3')], 3);
  pdf.addStructure(tag(pdf, 'Document', column.elements));
  return finishPdf(pdf);
}

/** A long name takes two lines at most; in small letters, if it must. */
const nameSize = (name: string): number =>
  [17, 14, 12, 10, 8].find((size) => typefaces().bold.lines(name, size, WIDTH).length <= 2) ?? 6;

/** The key in letters and as a code, side by side. */
function drawKey(pdf: Pdf, column: Column, identity: Identity, say: Say): void {
  const top = column.y;
  const left = MARGIN + WIDTH - QR_SIDE;
  const width = WIDTH - QR_SIDE - 20;
  column.paragraph(say('unit.sheet_key'), { face: 'bold', size: 12 }, 'H2');
  const groups = identity.slice(PREFIX).match(/.{1,4}/g) ?? [];
  const first = column.y + ROW;
  const draw = (): void => {
    const style: LineStyle = { face: 'bold', size: 16, color: PALETTE.ink, spacing: 1.5 };
    drawLine(pdf, identity.slice(0, PREFIX), MARGIN, first, style);
    groups.forEach((group, n) => {
      const row = 1 + Math.floor(n / GROUPS_IN_ROW);
      drawLine(pdf, group, MARGIN + (n % GROUPS_IN_ROW) * 76, first + row * ROW, style);
    });
  };
  // A voice, or a copy of the text, takes the key as it is, without the gaps.
  column.elements.push(tag(pdf, 'P', draw, { actual: identity }));
  column.y = first + Math.ceil(groups.length / GROUPS_IN_ROW) * ROW;
  column.paragraph(say('unit.sheet_key_how'), { size: 9, color: PALETTE.graphite, gap: 8, width });
  column.elements.push(
    tag(pdf, 'Figure', () => drawQr(pdf, identity, left, top, QR_SIDE), {
      alt: say('unit.sheet_qr_alt'),
      bbox: [left, top, left + QR_SIDE, top + QR_SIDE],
    }),
  );
  column.y = Math.max(column.y, top + QR_SIDE);
}
