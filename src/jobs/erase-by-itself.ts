/** *Hapus jejak* by itself: tells the conversation, once nobody has answered for long enough, that it is to be erased. */
import { z } from 'zod';
import type { Arrival } from '../channels/channel.ts';
import type { Errand } from '../storage/errands.ts';
import { addressShape } from './fetch-evidence.ts';

const order = z.object({
  plan: z.string(),
  address: addressShape,
  /** The name under which the conversation hears of it: it leads to no plan. */
  news: z.string(),
  /** Not before this moment: ms since 1970. */
  from: z.number(),
  /** Moment after which the address is forgotten, erased or not: ms since 1970. */
  until: z.number(),
});

/** Who is in the middle of another conversation is left alone for so long. */
const AGAIN_MS = 5 * 60_000;

/**
 * The turn that ends the conversation forgets the errand, as does every other end of it: what is still there was not heard.
 *
 * @returns how long to wait before trying again, ms; nothing when it must not be tried any more
 */
export async function eraseByItself(
  receive: (arrival: Arrival) => Promise<void>,
  { body, tries }: Errand,
  now: number,
): Promise<number | undefined> {
  const { plan, address, news, from, until } = order.parse(body);
  if (now >= until) return undefined;
  if (now < from) return from - now;
  const act = { kind: 'news', news: { kind: 'erasure_due', plan } } as const;
  await receive({ address, messageId: `news-${news}-${tries}`, act });
  return Math.min(AGAIN_MS, until - now);
}
