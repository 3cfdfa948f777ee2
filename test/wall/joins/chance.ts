/** What can be had by chance, exactly, and what would be noticed if there were more to it. */

/** A guess before it is known whether it was right. */
export interface Bet {
  /** How likely it is right by chance. */
  readonly chance: number;
  /** What it is worth when it is: a whole number. */
  readonly worth: number;
}

/**
 * Who names `named` chats out of `possible`, and the right one among them, has learnt so many bits: to name all of them is
 * worth nothing.
 */
export const betOn = (named: number, possible: number): Bet => ({
  chance: named / possible,
  worth: Math.round(Math.log2(possible / named)),
});

/** How likely it is to win so much or more by chance: the tail of the weighted Poisson binomial distribution. */
export function chanceOf(won: number, bets: readonly Bet[]): number {
  let likely: readonly number[] = [1];
  for (const { chance, worth } of bets) {
    const before = likely;
    likely = Array.from(
      { length: before.length + worth },
      (_, n) => (before[n] ?? 0) * (1 - chance) + (before[n - worth] ?? 0) * chance,
    );
  }
  return likely.slice(won).reduce((sum, one) => sum + one, 0);
}

/**
 * How likely something is noticed: that a share of the guesses is right for a reason, and the others by chance.
 *
 * @param beyond what is less likely than this is not taken for chance
 */
export function powerOf(share: number, bets: readonly Bet[], beyond: number): number {
  let won = 0;
  while (chanceOf(won, bets) > beyond) won += 1;
  return chanceOf(
    won,
    bets.map(({ chance, worth }) => ({ chance: share + (1 - share) * chance, worth })),
  );
}
