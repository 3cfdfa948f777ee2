/** People who do not exist, for trial mode and tests: the same seed gives the same people, on any day. */
import { Temporal } from 'temporal-polyfill';
import { type ActivationCode, activationCodeOf } from './activation.ts';
import { type Nip, parseNip } from './nip.ts';
import { type Phone, parsePhone } from './phone.ts';

export interface SyntheticPerson {
  readonly nip: Nip;
  readonly name: string;
  readonly office: string;
  readonly phone?: Phone;
  readonly code?: ActivationCode;
}

const FIRST_MEN =
  'Agus Bambang Cahyo Dimas Eko Fajar Galih Hendra Imam Joko Krisna Lukman Mulyo Nugroho Rangga Slamet Teguh Wahyu Yudha Arif'.split(
    ' ',
  );
const FIRST_WOMEN =
  'Ayu Bunga Citra Dewi Endang Fitri Gita Hesti Indah Kartika Lestari Maya Nanik Puspita Ratna Sri Tutik Wulan Yuli Anisa'.split(
    ' ',
  );
const LAST =
  'Adiwarna Baskoro Cendanasari Danurekso Ekalaya Gandasuli Hartamulya Jayakirana Kusumawati Lintangjati Mahardipa Nawasena Prabandaru Rahayuningrum Sastrawira Tirtabuana Wiratmaka Yasadipa'.split(
    ' ',
  );
/** NIPs are counted to a fixed day, so that next year's start makes the same ones; their owners stay of age until 2045. */
const REFERENCE = Temporal.PlainDate.from('2026-01-01');

/**
 * Makes people, spread evenly over the offices.
 *
 * Names are invented. Numbers stand in `+62 812 0000 xxxx`, so there are at most 9,999 people with one; most have one, some
 * have an activation code, a few have neither.
 *
 * @param seed any integer
 */
export function* syntheticPeople(seed: number, count: number, offices: readonly string[]): Generator<SyntheticPerson> {
  const draw = generator(seed);
  const taken = new Set<string>();
  for (let n = 0; n < count; n += 1) {
    const woman = draw(2) === 1;
    let nip = drawNip(draw, woman);
    while (taken.has(nip)) nip = drawNip(draw, woman);
    taken.add(nip);
    const firsts = woman ? FIRST_WOMEN : FIRST_MEN;
    const name = `${pick(draw, firsts)} ${pick(draw, LAST)}`;
    const phone = n < 9_999 && draw(10) < 8 ? parsePhone(`+62812${String(n + 1).padStart(8, '0')}`) : undefined;
    const code = draw(10) < 4 ? activationCodeOf(Uint8Array.from({ length: 8 }, () => draw(256))) : undefined;
    const office = offices[n % offices.length] ?? '-';
    yield { nip, name, office, ...(phone ? { phone } : {}), ...(code ? { code } : {}) };
  }
}

type Draw = (below: number) => number;

/** One in four is PPPK: the year of the contract, 2 and its number stand in place of the month. */
function drawNip(draw: Draw, woman: boolean): Nip {
  const born = 1976 + draw(24);
  const appointed = Math.min(born + 22 + draw(8), 2025);
  const middle = draw(4) === 0 ? `2${1 + draw(3)}` : two(1 + draw(12));
  const digits = `${born}${two(1 + draw(12))}${two(1 + draw(28))}${appointed}${middle}${woman ? 2 : 1}${three(1 + draw(40))}`;
  const read = parseNip(digits, REFERENCE);
  if (!read.ok) throw new RangeError(`the generator made a NIP with a wrong ${read.fault}`);
  return read.nip;
}

/** Mulberry32 (Tommy Ettinger, public domain): small, even enough for samples, the same everywhere. Not for secrets. */
function generator(seed: number): Draw {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const pick = (draw: Draw, list: readonly string[]): string => list[draw(list.length)] ?? '';
const two = (n: number): string => String(n).padStart(2, '0');
const three = (n: number): string => String(n).padStart(3, '0');
