import type { IsoDay } from './election.ts';
import { type MessageKey, type Text, text } from './message.ts';
import categories from './report-categories.json' with { type: 'json' };

/** What a report is about. `lain`: the person is not sure, and officers decide. */
export type ReportCategory = keyof typeof categories;

/** For officers: the rule a category rests on, and who gets such a case after Bawaslu. The institution confirms both. */
export const CATEGORY_RULES: Readonly<Record<ReportCategory, { readonly basis?: string; readonly onward: string }>> =
  categories;

/** All categories, what is seen most often first. */
export const CATEGORIES = [
  'medsos',
  'kegiatan',
  'foto',
  'kampanye',
  'intimidasi',
  'fasilitas',
  'deklarasi',
  'parpol',
  'politik_uang',
  'keputusan',
  'apk',
  'hoaks',
  'dukungan_ktp',
  'lain',
] as const satisfies readonly ReportCategory[];

/** WhatsApp shows ten rows at most: seven categories and the way on. */
const PAGE = 7;

/** The categories as two pages of seven. In masa tenang campaigns are over, and money is what is seen: it leads. */
export function categoryPages(quietPeriod: boolean): readonly [readonly ReportCategory[], readonly ReportCategory[]] {
  const order: readonly ReportCategory[] = quietPeriod
    ? ['politik_uang', ...CATEGORIES.filter((category) => category !== 'politik_uang')]
    : CATEGORIES;
  return [order.slice(0, PAGE), order.slice(PAGE)];
}

/** At most 24 characters, so that a row of a list holds it. */
export const categoryLabel = (category: ReportCategory): Text => text(`report.category_${category}`);

/** At most 72 characters, the line under the label. */
export const categoryAbout = (category: ReportCategory): Text => text(`report.category_${category}_about`);

/** Words that mean a category when they are typed: so each is reached from either page, `lain` too. */
export const categoryWords = (category: ReportCategory): MessageKey => `report.category_${category}_words`;

/** Where a report stands, for officers. `dicabut`: withdrawn by the reporter. */
export const REPORT_STATUSES = [
  'diterima',
  'triase',
  'informasi_awal',
  'diarahkan_b1',
  'penelusuran',
  'kajian_awal',
  'perbaikan',
  'registrasi',
  'tidak_diregistrasi',
  'klarifikasi',
  'kajian',
  'bukan_pelanggaran',
  'rekomendasi',
  'pidana',
  'diteruskan',
  'bap_tim',
  'sanksi',
  'tidak_terbukti',
  'selesai',
  'dicabut',
] as const;
export type ReportStatus = (typeof REPORT_STATUSES)[number];

/** What the reporter sees of it. */
export type CoarseStatus = 'diterima' | 'ditelaah' | 'ditindaklanjuti' | 'diteruskan' | 'selesai' | 'dicabut';

/** An outcome looks like the work that led to it: the reporter learns neither a verdict nor a sanction from the status. */
const COARSE: Readonly<Record<ReportStatus, CoarseStatus>> = {
  diterima: 'diterima',
  triase: 'ditelaah',
  informasi_awal: 'ditelaah',
  diarahkan_b1: 'ditelaah',
  kajian_awal: 'ditelaah',
  perbaikan: 'ditelaah',
  tidak_diregistrasi: 'ditelaah',
  penelusuran: 'ditindaklanjuti',
  registrasi: 'ditindaklanjuti',
  klarifikasi: 'ditindaklanjuti',
  kajian: 'ditindaklanjuti',
  bukan_pelanggaran: 'ditindaklanjuti',
  rekomendasi: 'ditindaklanjuti',
  pidana: 'ditindaklanjuti',
  diteruskan: 'diteruskan',
  bap_tim: 'diteruskan',
  sanksi: 'diteruskan',
  tidak_terbukti: 'diteruskan',
  selesai: 'selesai',
  dicabut: 'dicabut',
};

export const coarseStatus = (status: ReportStatus): CoarseStatus => COARSE[status];

export const statusLabel = (status: CoarseStatus): Text => text(`report.status_${status}`);

/** What a report needs in substance, beside the people (UU 7/2017 art. 454(4) c and d; evidence: form B.1). */
export const SUBSTANCE = ['time', 'place', 'account', 'evidence'] as const;
export type SubstancePart = (typeof SUBSTANCE)[number];

/** What a report says so far. `evidence`: how many pieces. */
export interface ReportAnswers {
  readonly day?: IsoDay | undefined;
  readonly place?: string | undefined;
  readonly account?: string | undefined;
  readonly evidence?: number | undefined;
}

/** Fewer words tell no story: who, did what, to whom. */
const LEAST_WORDS = 4;

/** Which parts of the substance are there. Nothing is refused for want of one: the bot only asks once more. */
export const completeness = (answers: ReportAnswers): Readonly<Record<SubstancePart, boolean>> => ({
  time: answers.day !== undefined,
  place: words(answers.place) > 0,
  account: words(answers.account) >= LEAST_WORDS,
  evidence: (answers.evidence ?? 0) > 0,
});

const words = (typed = ''): number => typed.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

export const substanceLabel = (part: SubstancePart): Text => text(`report.part_${part}`);
