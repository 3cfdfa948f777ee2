/**
 * How likely so many hits are by chance, when each guess hits with a chance of its own: the tail of the Poisson binomial
 * distribution, exactly.
 */
export function chanceOf(hits: number, chances: readonly number[]): number {
  let likely: readonly number[] = [1];
  for (const chance of chances) {
    const before = likely;
    likely = Array.from(
      { length: before.length + 1 },
      (_, n) => (before[n] ?? 0) * (1 - chance) + (before[n - 1] ?? 0) * chance,
    );
  }
  return likely.slice(hits).reduce((sum, one) => sum + one, 0);
}
