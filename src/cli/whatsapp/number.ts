/** The number in the hands of a command: a running service lets it go, and takes it up again afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import type { LeasePort } from '../../channels/lease.ts';
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
  // Who was killed while wanting it does so no longer than this; another who still does is not waited for.
  const unlessWanted = AbortSignal.any([signal, AbortSignal.timeout(LEASE_MS + LOOK_AGAIN_MS)]);
  if (!(await acquired(wanted, unlessWanted))) return undefined;
  const held = [wanted];
  const renewing = (async () => {
    while (!either.aborted) {
      await pause(RENEW_MS, undefined, { signal: either }).catch(() => undefined);
      for (const lease of held) if (!either.aborted && !(await lease.renew())) over.abort();
    }
  })();
  // It is looked at in the end; what waits for the phone meanwhile must not wait for a number that is lost.
  renewing.catch(() => over.abort());
  try {
    if (!(await acquired(number, either))) return undefined;
    held.push(number);
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

/** Takes a lease as soon as it can be had. @returns whether that was before the signal came */
async function acquired(lease: LeasePort, signal: AbortSignal): Promise<boolean> {
  while (!(await lease.acquire())) {
    if (signal.aborted) return false;
    await pause(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
  return true;
}
