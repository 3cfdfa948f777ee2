import areas from './region/areas.json' with { type: 'json' };
import { oneSlipApart } from './spelling.ts';

interface Kecamatan {
  readonly name: string;
  /** Absent where no list is known, in Kabupaten Malang: the name is asked as text there. */
  readonly kelurahan?: readonly string[];
}

const REGIONS: readonly { readonly region: string; readonly kecamatan: readonly Kecamatan[] }[] = areas;

const inRegion = (region: string): readonly Kecamatan[] =>
  REGIONS.find((one) => one.region === region)?.kecamatan ?? [];

/** The kecamatan of a region, «Kota Malang»; empty when the region is not known. */
export const kecamatanOf = (region: string): readonly string[] => inRegion(region).map(({ name }) => name);

/** The kelurahan of a kecamatan; `undefined` where they are not known. */
export const kelurahanOf = (region: string, kecamatan: string): readonly string[] | undefined =>
  inRegion(region).find(({ name }) => name === kecamatan)?.kelurahan;

/** Whether a name is that of a kecamatan of any region; what is not was typed, and may say more than a place. */
export const isKecamatan = (name: string): boolean =>
  REGIONS.some(({ kecamatan }) => kecamatan.some((one) => one.name === name));

/** Shorter names are too close to other words to forgive a slip in them: «Dau». */
const LEAST_FORGIVEN = 5;

/**
 * The name that was typed: whatever its case, spaces and hyphens, with «Kec.» or «Kel.» before it or more words around it,
 * without its second word («Sumbermanjing»), or one slip away. `undefined` when none fits, or several do.
 */
export function matchArea(typed: string, names: readonly string[]): string | undefined {
  const pieces = typed
    .slice(0, LONGEST)
    .split(/[,;()\n]|\b(?=ke[cl])/iu)
    .map(wordsOf);
  const known = names.map((name) => ({ name, words: wordsOf(name) }));
  const glued = (words: readonly string[]): string => words.join('');
  const spaced = (words: readonly string[]): string => ` ${words.join(' ')} `;
  const ways: readonly ((piece: readonly string[], words: readonly string[]) => boolean)[] = [
    (piece, words) => glued(piece) === glued(words),
    (piece, words) => spaced(piece).includes(spaced(words)),
    (piece, words) => piece.length === 1 && words.length > 1 && piece[0] === words[0],
    (piece, words) => glued(words).length >= LEAST_FORGIVEN && oneSlipApart(glued(piece), glued(words)),
  ];
  for (const fits of ways) {
    for (const piece of pieces) {
      const [found, another] = known.filter(({ words }) => fits(piece, words));
      if (found && !another) return found.name;
    }
  }
  return undefined;
}

/** Longer than any way to write a name. */
const LONGEST = 100;

/** Said around a name, and in none. */
const NO_NAMES = /^(?:kec|kecamatan|kel|kelurahan|ds|desa|di|daerah|wilayah|in|district|subdistrict)$/;

const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && !NO_NAMES.test(word));
