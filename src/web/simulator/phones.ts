import type { Simulator, Style } from '../../channels/simulator/simulator.ts';

export type Phones = Readonly<Record<Style, Simulator>>;

/** What the page is told became of a deed. */
export const STATUS = { taken: 202, busy: 429, away: 503, 'no phone': 400, 'too large': 413 } as const satisfies Record<
  ReturnType<Simulator['take']>,
  number
>;
