import { Temporal } from 'temporal-polyfill';

/** An employee number of an ASN that passed {@link parseNip}: 18 digits. */
export type Nip = string & { readonly brand: 'Nip' };

/** Why a number is no NIP; each has words of its own in `locales`. */
export type NipFault =
  | 'length'
  | 'birth_date'
  | 'age'
  | 'appointment_month'
  | 'appointment_too_young'
  | 'appointment_in_future'
  | 'sex'
  | 'serial';

export type NipResult = { ok: true; nip: Nip } | { ok: false; fault: NipFault };

/**
 * The digits of a NIP as people send it: marks and spaces are dropped, also those that nobody sees (a messenger or a copied
 * page puts them in), and so are words before and after; digits of other scripts are understood. `undefined` when there are
 * not exactly eighteen in a row.
 */
export function nipDigits(text: string): string | undefined {
  const bare = toAsciiDigits(text.normalize('NFKC')).replace(/[^\p{L}\p{N}]/gu, '');
  return /^\D*(\d{18})\D*$/.exec(bare)?.[1];
}

/**
 * Reads a NIP as {@link nipDigits} does.
 *
 * PNS: birth date YYYYMMDD, appointment YYYYMM, sex 1/2, serial 001-999. PPPK: birth date, year YYYY, `2` and the
 * contract number 1-9, sex, serial. There is no checksum (Peraturan BKN 22/2007; PPPK: Perka BKN 1/2019).
 *
 * @param today the day the age is counted on
 */
export function parseNip(text: string, today: Temporal.PlainDate): NipResult {
  const digits = nipDigits(text);
  if (digits === undefined) return no('length');
  const born = dayOf(digits.slice(0, 8));
  if (!born) return no('birth_date');
  const age = yearsBetween(born, today);
  if (age < 18 || age > 70) return no('age');

  const appointedYear = Number(digits.slice(8, 12));
  const month = Number(digits.slice(12, 14));
  const contract = month >= 21 && month <= 29;
  if (!contract && (month < 1 || month > 12)) return no('appointment_month');
  // A contract number hides the month: the year alone must be possible.
  const appointed = contract
    ? { earliest: `${digits.slice(8, 12)}0101`, latest: `${digits.slice(8, 12)}1231` }
    : { earliest: `${digits.slice(8, 14)}01`, latest: `${digits.slice(8, 14)}28` };
  const earliest = dayOf(appointed.earliest);
  const latest = dayOf(appointed.latest);
  if (!earliest || !latest || appointedYear < 1950) return no('appointment_too_young');
  if (Temporal.PlainDate.compare(earliest, today) > 0) return no('appointment_in_future');
  if (yearsBetween(born, latest) < 17) return no('appointment_too_young');

  if (!/[12]/.test(digits.charAt(14))) return no('sex');
  if (digits.slice(15) === '000') return no('serial');
  return { ok: true, nip: digits as Nip };
}

/** `198603222010011001` as `1986********1001`: what a certificate or a screen may show. */
export const maskNip = (nip: Nip): string => `${nip.slice(0, 4)}********${nip.slice(-4)}`;

/** Digits of any script (Arabic-Indic, full-width, …) as 0-9; everything else stays. */
export function toAsciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    if (digit >= '0' && digit <= '9') return digit;
    // Decimal digits of a script stand in one run of ten, so the value is the distance from the run's zero.
    let zero = digit.codePointAt(0) ?? 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(((digit.codePointAt(0) ?? 0) - zero) % 10);
  });
}

const no = (fault: NipFault): NipResult => ({ ok: false, fault });

const yearsBetween = (from: Temporal.PlainDate, to: Temporal.PlainDate): number =>
  from.until(to, { largestUnit: 'years' }).years;

function dayOf(yyyymmdd: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(
      { year: Number(yyyymmdd.slice(0, 4)), month: Number(yyyymmdd.slice(4, 6)), day: Number(yyyymmdd.slice(6, 8)) },
      { overflow: 'reject' },
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
