/** Seals anew what a replaced root secret leaves behind, without knowing what it says. What does not open stays as it is. */
import type { KeyObject } from 'node:crypto';
import type { KeyLabel, Keys } from './keys.ts';
import { OVERHEAD, open, openUnder, SealError, seal, sealUnder } from './seal.ts';

/** What a blob belongs to, before and afterwards. */
export interface Bounds {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

type Change = (value: unknown) => unknown;

const same: Change = (value) => value;

/** A blob of `seal` under another root, of the same length; `undefined` when it does not open. */
export function reseal(
  { from, to }: { readonly from: Keys; readonly to: Keys },
  label: KeyLabel,
  { before, after }: Bounds,
  sealed: Uint8Array,
  change: Change = same,
): Buffer | undefined {
  const value = unlessClosed(() => open(from, label, before, sealed));
  return value === undefined ? undefined : seal(to, label, after, change(value), [sealed.length - OVERHEAD]);
}

/** A blob of `sealUnder`, padded, under the same one of these keys; `undefined` when none of them opens it. */
export function resealUnder(
  candidates: readonly KeyObject[],
  { before, after }: Bounds,
  sealed: Uint8Array,
  change: Change = same,
): Buffer | undefined {
  for (const key of candidates) {
    const value = unlessClosed(() => openUnder([key], before, sealed));
    if (value !== undefined) return sealUnder(key, after, change(value), true);
  }
  return undefined;
}

function unlessClosed(opened: () => unknown): unknown {
  try {
    return opened();
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
