/** The number in the hands of a command: a running service lets it go, and takes it up again afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Safe } from '../../channels/whatsapp/ports.ts';
import { createLog } from '../../log.ts';
import { WHATSAPP_LEASE } from '../../storage/whatsapp-owner.ts';
import { leaseOf } from '../../wiring/lease.ts';
import { LEASE_MS, WANTED_LEASE } from '../../wiring/whatsapp.ts';
import { SealedSafe } from '../../wiring/whatsapp-safe.ts';
import type { Desk } from '../shared/command.ts';
import { epochsOf } from '../shared/epochs.ts';

const LOOK_AGAIN_MS = 500;
const RENEW_MS = 3_000;

/** Resolves with `undefined` when somebody else did not let the number go before the signal came. */
export async function withNumber<T>(
  { db, keys, config }: Desk,
  signal: AbortSignal,
  work: (safe: Safe, signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const wanted = leaseOf(db, WANTED_LEASE, LEASE_MS);
  const number = leaseOf(db, WHATSAPP_LEASE, LEASE_MS);
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  if (!(await wanted.acquire())) return undefined;
  const renewing = (async () => {
    while (!either.aborted) {
      await pause(RENEW_MS, undefined, { signal: either }).catch(() => undefined);
      if (!either.aborted && !(await wanted.renew())) over.abort();
    }
  })();
  try {
    while (!(await number.acquire())) {
      if (either.aborted) return undefined;
      await pause(LOOK_AGAIN_MS, undefined, { signal: either }).catch(() => undefined);
    }
    const means = { db, keys, epochs: epochsOf({ config, keys }), log: createLog('warn') };
    const safe = new SealedSafe(means, number.holder);
    // What the connection has learnt is written as long as the number is held: nobody else may write then.
    return await work(safe, either).finally(() => safe.settle());
  } finally {
    over.abort();
    await renewing;
    await number.release();
    await wanted.release();
  }
}
