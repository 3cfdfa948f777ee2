/** Chance that can be repeated: the same seed draws the same numbers. */
export type Draw = (below: number) => number;

/** Mulberry32 (Tommy Ettinger, public domain). `below` is exclusive; whole numbers. */
export function seeded(seed: number): Draw {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
