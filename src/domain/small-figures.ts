/** Figures that are about too few people to be told: they, and what they could be computed from, go into one with others. */

/** Fewer people than this are somebody (DOMAIN.md, Responsible use). */
const FEWEST = 5;

export interface Folded<T> {
  readonly shown: readonly T[];
  /** What may only be told of all of these together; empty when nothing had to be folded. */
  readonly rest: readonly T[];
}

/**
 * Divides rows of a table into those that may be told and those that may not, so that neither a figure, nor what is left of a
 * known total when the told ones are taken away, is about one to four people, or about one row that was left out.
 *
 * @param parts figures of a row, each about other people; several rows add up part by part
 * @returns both in the order they came in; when even all rows together are too few to be divided, all are `rest`
 */
export function foldSmall<T>(rows: readonly T[], parts: (row: T) => readonly number[]): Folded<T> {
  const total = (row: T): number => parts(row).reduce((sum, n) => sum + n, 0);
  const shown = new Set(rows.filter((row) => parts(row).every(isLarge)));
  const rest = (): readonly T[] => rows.filter((row) => !shown.has(row));
  const smallestFirst = [...shown].sort((a, b) => total(a) - total(b));
  for (const next of smallestFirst) {
    // A single row is never enough: it is there because a part of it is small.
    if (sums(rest().map(parts)).every(isLarge)) break;
    shown.delete(next);
  }
  return { shown: [...shown], rest: rest() };
}

const isLarge = (n: number): boolean => n === 0 || n >= FEWEST;

/** Adds figures part by part. */
export const sums = (all: readonly (readonly number[])[]): readonly number[] =>
  all.reduce<readonly number[]>((sum, one) => one.map((n, part) => n + (sum[part] ?? 0)), []);
