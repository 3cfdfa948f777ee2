/** A guilloche band, as fine prints have had it for two centuries: waves that run through one another. */

export type Curve = readonly (readonly [x: number, y: number])[];

/**
 * Waves along a band, each a little out of step with the last, pinched together where a second, slower wave passes.
 *
 * @param waves how many curves
 * @param periods how often each swings along the width
 */
export function guilloche(width: number, height: number, waves: number, periods: number): Curve[] {
  const steps = periods * 12;
  return Array.from({ length: waves }, (_, wave) =>
    Array.from({ length: steps + 1 }, (_, step) => {
      const along = step / steps;
      const phase = (wave / waves) * 2 * Math.PI;
      const swing = Math.sin(along * periods * 2 * Math.PI + phase);
      const pinch = 0.62 + 0.38 * Math.cos(along * periods * Math.PI);
      return [along * width, (height / 2) * (1 + swing * pinch)] as const;
    }),
  );
}
