/** The two texts an ASN confirms: the ikrar, and the pakta integritas where the institution has supplied one. */
export type DocumentKind = 'ikrar' | 'pakta';

/**
 * A version of a document. Texts are templates: `{peristiwa}` and `{tahun}` (and `{PERISTIWA}` in capitals) stand for the
 * election's event and year.
 */
export interface DocumentText {
  readonly title: string;
  readonly opening: string;
  readonly points: readonly string[];
  readonly closing: string;
}

export interface LegalDocument extends DocumentText {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly version: number;
  /** Only for this election; for every election when absent. */
  readonly electionId?: string;
}

/** What a pledge remembers of a document: enough to show later which words were confirmed. */
export interface DocumentRef {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly version: number;
  /** SHA-256 of {@link canonicalText} as shown for the election, hex. */
  readonly sha256: string;
}

/** Puts the election's event and year into a document. */
export function fillDocument<T extends DocumentText>(document: T, election: { event: string; year: number }): T {
  const fill = (text: string): string =>
    text
      .replaceAll('{PERISTIWA}', election.event.toUpperCase())
      .replaceAll('{peristiwa}', election.event)
      .replaceAll(/\{tahun\}/gi, String(election.year));
  return {
    ...document,
    title: fill(document.title),
    opening: fill(document.opening),
    points: document.points.map(fill),
    closing: fill(document.closing),
  };
}

/** Those that {@link fillDocument} replaces. */
const PLACEHOLDER = /^\{(PERISTIWA|peristiwa|[Tt][Aa][Hh][Uu][Nn])\}$/;

/** What looks like a placeholder and is none: it would stand in the text as it was typed. In the order of appearance. */
export function unknownPlaceholders({ title, opening, points, closing }: DocumentText): readonly string[] {
  const found = [title, opening, ...points, closing].flatMap((text) => text.match(/\{[^{}]*\}/g) ?? []);
  return [...new Set(found)].filter((name) => !PLACEHOLDER.test(name));
}

/** The text a hash is taken of: title, opening, numbered points and closing, one a line, in NFC, ends trimmed. */
export function canonicalText(document: DocumentText): string {
  return [
    document.title,
    document.opening,
    ...document.points.map((point, n) => `${n + 1}. ${point}`),
    document.closing,
  ]
    .map((line) => line.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .join('\n');
}

/** The official ikrar, built in as version 1 (SKB 2/2022, appendix; wording of the 2024 elections). */
export const OFFICIAL_IKRAR: DocumentText = {
  title: 'IKRAR NETRALITAS PEGAWAI APARATUR SIPIL NEGARA PADA {PERISTIWA} TAHUN {TAHUN}',
  opening: 'Dalam rangka menyukseskan pelaksanaan {peristiwa} tahun {tahun}, kami berikrar:',
  points: [
    'Menjaga dan menegakkan prinsip netralitas Pegawai ASN di instansi masing-masing dalam melaksanakan fungsi pelayanan publik baik sebelum, selama, maupun sesudah pelaksanaan {peristiwa} tahun {tahun}.',
    'Menghindari konflik kepentingan, tidak melakukan praktik-praktik intimidasi dan ancaman kepada Pegawai ASN dan seluruh elemen masyarakat serta tidak memihak kepada pasangan calon tertentu.',
    'Menggunakan media sosial secara bijak dan tidak menyebarkan ujaran kebencian serta berita bohong.',
    'Menolak politik uang dan segala jenis pemberian dalam bentuk apapun.',
  ],
  closing:
    'Demikian ikrar ini kami buat dan dilaksanakan dengan penuh integritas dan rasa tanggung jawab dalam rangka mewujudkan netralitas pegawai ASN yang bermartabat, beretika, dan demokratis demi terwujudnya persatuan dan kesatuan NKRI.',
};
