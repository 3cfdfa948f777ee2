/**
 * The words of days and times in one spelling, whatever language, abbreviation or slip they were typed with:
 *
 *     «Jum'at kmrn, sktr jam tujuh mlm»  →  jumat kemarin sekitar pukul 7 malam
 *     «3 days ago at 9pm»                →  3 hari lalu pukul 9 pm
 *
 * What is no word of time stays as it is, so that it keeps apart what it stands between.
 */
import { toAsciiDigits } from './nip.ts';
import { oneSlipApart } from './spelling.ts';

/** In the order of ISO 8601. Minggu, the Sunday, is «ahad» here, and minggu, the week, is «pekan». */
export const WEEKDAYS: readonly string[] = 'senin selasa rabu kamis jumat sabtu ahad'.split(' ');
export const MONTHS: readonly string[] =
  'januari februari maret april mei juni juli agustus september oktober november desember'.split(' ');
export const PARTS: readonly string[] = 'dini pagi siang sore malam'.split(' ');

/** Beginning and end of a number by itself, in a pattern: not of a piece of «12.02» or «9-10». */
export const NUMBER = '(?<![\\d.:/-])';
export const END = '(?![.:/-]?\\d)';

/** Malang also writes Javanese. «sat» and «sun» are not here: they are English words of other meanings. */
const SPELLINGS: Readonly<Record<string, string>> = {
  senin: 'senen snin sen monday mon',
  selasa: 'slasa slsa sls sel tuesday tue tues',
  rabu: 'rebo rbu rab wednesday wed',
  kamis: 'kemis kmis kms kam thursday thu thur thurs',
  jumat: 'jumaat jumuah jemuah jemuwah jmat jmt jum friday fri',
  sabtu: 'saptu sebtu sabto setu sbtu sbt sab saturday',
  ahad: 'ahd sunday',
  minggu: 'mingu mnggu mngg mggu mgg',
  januari: 'jan january jnuari januwari',
  februari: 'feb febr february pebruari peb febuari',
  maret: 'mar mrt march mart maert',
  april: 'apr aprl apil',
  mei: 'may',
  juni: 'jun june',
  juli: 'jul july',
  agustus: 'agu agt ags agst agus aug august',
  september: 'sep sept spt',
  oktober: 'okt october oct',
  november: 'nov nop nopember',
  desember: 'des december dec',
  kemarin: 'kemaren kemren kemrin kmarin kmaren kmrn kmren kmrin kemarn wingi yesterday',
  hariini: 'hariini today',
  semalam: 'semalem smalam smlm',
  tadi: 'td tdi barusan sekarang skrg skrng saiki',
  besok: 'bsk bsok besuk esok sesuk tomorrow',
  nanti: 'nnti nti ntar entar',
  lalu: 'llu lalo silam ago',
  depan: 'dpn mendatang',
  hari: 'hr hri hary day days',
  pekan: 'week weeks',
  bulan: 'bln bl month months',
  tahun: 'thn year years',
  menit: 'mnt minute minutes',
  tgl: 'tanggal tgal tggl tangal tngl tg date',
  pukul: 'pkl pkul jam jm at hour hours',
  lewat: 'lwt lebih lbh',
  kurang: 'krg krang',
  setengah: 'stengah stngh',
  sampai: 'sampe smpai smp sd hingga until till',
  dan: 'and',
  atau: 'or',
  pagi: 'pg pgi subuh shubuh isuk morning',
  siang: 'siank zuhur dzuhur duhur lohor afternoon',
  sore: 'sre petang asar ashar evening',
  malam: 'mlm malem mlem bengi magrib maghrib isya night',
  wib: 'wita wit',
  sekitar: 'sekira sekiranya skitar sktr kira kurleb mungkin kayaknya sepertinya about around maybe approximately',
  '1': 'satu one',
  '2': 'dua two',
  '3': 'tiga three',
  '4': 'empat four',
  '5': 'lima five',
  '6': 'enam six',
  '7': 'tujuh seven',
  '8': 'delapan eight',
  '9': 'sembilan nine',
  '10': 'sepuluh ten',
  '11': 'sebelas eleven',
  '12': 'twelve',
  '15': 'seperempat',
  '1 hari': 'sehari',
  '1 pekan': 'seminggu sepekan',
  '1 bulan': 'sebulan',
  '1 tahun': 'setahun',
  '1 pukul': 'sejam',
  'pukul 12 siang': 'noon',
  'pukul 12 malam': 'midnight',
  'malam hariini': 'tonight',
  '': 'yang yg pada pd itu pas saat waktu the on of in',
};

const CANONICAL: ReadonlyMap<string, string> = new Map(
  Object.entries(SPELLINGS).flatMap(([word, others]) =>
    [word, ...others.split(' ')].map((one) => [one, word] as const),
  ),
);

/** Words that are one letter from another word only by a slip: not «selasa», beside «selama», nor «tanggal», «tinggal». */
const SLIPS: readonly (readonly [string, string])[] = [
  ...['kemarin', 'minggu', ...MONTHS],
  ...'yesterday monday tuesday wednesday thursday friday saturday sunday january february october december'.split(' '),
]
  .filter((word) => word.length >= 6)
  .map((word) => [word, CANONICAL.get(word) ?? word]);

/** One letter from «kemarin», and a word of its own. */
const HITHER = 'kemari';

const WEEKDAY = WEEKDAYS.join('|');
const UNIT = 'hari|pekan|bulan|tahun|pukul|menit';
const PART = PARTS.join('|');

/** Words that mean something together, in this order: each sees what those before it made. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  // What happens every Monday happened on no Monday in particular.
  [/\b(?:setiap|tiap|every) (?:hari )?\w+/g, ''],
  [/\bkurang lewat\b/g, 'sekitar'],
  [/\bs d\b/g, 'sampai'],
  [/\bbaru saja|just now\b/g, 'tadi'],
  [/\bhari ini\b/g, 'hariini'],
  [/\b(?:hari )?before kemarin\b/g, 'kemarin lusa'],
  [/\b(\d[\d.:]*) an\b/g, 'sekitar $1'],
  [/\btengah malam\b/g, 'pukul 12 malam'],
  [/\btengah hari\b/g, 'pukul 12 siang'],
  [/\b(?:pukul )?12 (?=pukul 12 (?:siang|malam)\b)/g, ''],
  [/\bdini hari\b/g, 'dini'],
  // Numbers above ten: «dua belas», «dua puluh lima».
  [/\b([2-9]) belas\b/g, '1$1'],
  [/\b([23]) puluh ([1-9])\b/g, '$1$2'],
  [/\b([2-9]) puluh\b/g, '$10'],
  [/\b(?:a|an) (hari|pekan|bulan|tahun|pukul) lalu\b/g, '1 $1 lalu'],
  // «th» is the English ordinal, or tahun.
  [/\b(\d+) th(?= lalu\b)|\bth(?= \d{4}\b)/g, '$1 tahun'],
  [/\b(\d{1,2}) (?:st|nd|rd|th)\b/g, 'tgl $1'],
  // Minggu after a number or before «lalu» is the week, unless it is called a day; else it is the Sunday.
  [/\bhari minggu\b/g, 'hari ahad'],
  [/(?<=\b\d{1,2} )minggu\b|\bminggu(?= (?:lalu|kemarin|ini|depan|ke|pertama|terakhir|lagi)\b)/g, 'pekan'],
  [/\b(?<=last |this |next )minggu\b/g, 'pekan'],
  [/\bminggu\b/g, 'ahad'],
  // Of the two orders, the Indonesian one.
  [new RegExp(`\\blast (${WEEKDAY}|${UNIT})\\b`, 'g'), '$1 lalu'],
  [new RegExp(`\\bthis (${WEEKDAY}|${UNIT}|${PART})\\b`, 'g'), '$1 ini'],
  [new RegExp(`\\bnext (${WEEKDAY}|${UNIT})\\b`, 'g'), '$1 depan'],
  [/\b(?:tadi malam|malam tadi|last malam)\b/g, 'semalam'],
  [new RegExp(`\\b(${PART}) ini\\b`, 'g'), '$1 hariini'],
  // «malam hari Senin» is Monday's own night; «malam Senin» is the night before.
  [new RegExp(`\\bmalam hari (${WEEKDAY})\\b`, 'g'), '$1 malam'],
  [new RegExp(`\\b(${PART}) hari\\b(?! (?:${WEEKDAY})\\b)`, 'g'), '$1'],
  [new RegExp(`\\bhari (?=(?:${WEEKDAY})\\b)`, 'g'), ''],
];

/** Longer than any answer to «when»: a story, to be asked about rather than searched. */
const LONGEST = 200;

/** Reads words of time as described above; `undefined` when the text is too long to be an answer. */
export function timeWords(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const tokens = separate(toAsciiDigits(text).normalize('NFKC').toLowerCase()).split(' ');
  const words = tokens
    .map(canonical)
    .filter((word) => word !== '')
    .join(' ');
  return PHRASES.reduce((read, [pattern, meaning]) => read.replace(pattern, meaning), words);
}

/** Words and numbers with a space between them; `.`, `:`, `/` and `-` stay between digits only. */
const separate = (text: string): string =>
  text
    .replace(/['’‘ʼ`´]/gu, '')
    .replace(/[‐-―−]/gu, '-')
    .replace(/[~±]|\bkira2\b/gu, ' sekitar ')
    .replaceAll('&', ' dan ')
    .replace(/(?<=(?<!\d)\d{1,2}),(?=\d\d(?!\d))/gu, '.')
    .replace(/(?<!\d)(\d{1,2}) ?([-/]) ?(?=\d)/gu, '$1$2')
    .replace(/[^\p{L}\p{N}.:/-]+/gu, ' ')
    .replace(/(?<!\d)[.:/-]+|[.:/-]+(?!\d)/gu, ' ')
    .replace(/(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)/gu, ' ')
    .replace(/ +/gu, ' ')
    .trim();

function canonical(word: string): string {
  const known = CANONICAL.get(word);
  if (known !== undefined || word.length < 6 || word === HITHER) return known ?? word;
  const meant = new Set(SLIPS.filter(([name]) => oneSlipApart(word, name)).map(([, meaning]) => meaning));
  const [only] = meant;
  return meant.size === 1 && only !== undefined ? only : word;
}
