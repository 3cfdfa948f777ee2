/** *Hapus jejak*: deletes what both sides wrote, as far as the platform lets us. */
import { z } from 'zod';
import { type Channel, type ChannelName, SendError } from '../channels/channel.ts';
import type { Errand } from '../storage/errands.ts';
import { addressShape } from './fetch-evidence.ts';

const order = z.object({
  address: addressShape,
  names: z.array(z.string()),
  spare: z.string().exactOptional(),
  /** Not before this moment: ms since 1970. */
  from: z.number().exactOptional(),
  /** Moment after which the list of names is forgotten, erased or not: ms since 1970. */
  until: z.number(),
});

/** @returns how long to wait before trying again, ms; nothing when it is done or must not be tried any more */
export async function eraseTrail(
  channel: (name: ChannelName) => Channel | undefined,
  errand: Errand,
  now: number,
): Promise<number | undefined> {
  const { address, names, spare, from = 0, until } = order.parse(errand.body);
  if (now >= until) return undefined;
  if (now < from) return from - now;
  try {
    await channel(address.channel)?.erase(address, names, spare);
    return undefined;
  } catch (error) {
    if (!(error instanceof SendError) || error.outcome.kind !== 'retry') throw error;
    // However long the platform wants us to wait, the names must be gone by then.
    return Math.min(error.outcome.waitMs, until - now);
  }
}
