import type { RawApi } from 'grammy';

/** grammY names the type of a package of its own for it, but needs no more than this of a signal. */
export type GrammySignal = NonNullable<Parameters<RawApi['getMe']>[0]>;

const isUsable = (signal: object): signal is GrammySignal =>
  'addEventListener' in signal && typeof signal.addEventListener === 'function';

/** The platform's `AbortSignal` as grammY's calls take it. */
export function grammySignal(signal: AbortSignal): GrammySignal {
  if (!isUsable(signal)) throw new TypeError('not a signal');
  return signal;
}
