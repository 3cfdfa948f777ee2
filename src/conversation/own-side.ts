/**
 * The order to delete our side of a chat, where the other cannot be deleted: whoever holds the phone of our number reads nothing
 * of a conversation that is over.
 */
import type { Address } from '../channels/channel.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import type { Db } from '../storage/db.ts';
import { addErrand, type ErrandDue } from '../storage/errands.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long it is known what is to be erased: within the hour the job that looks for it has forgotten it. */
export const TRAIL_MS: number = HOUR - 60_000;
/** How long the last words of a conversation may take to go out. What goes out later is followed by an order of its own. */
export const LAST_WORDS_MS = 30_000;

/** Our last words are part of it: they must have gone out by then. */
export const ownSide = (chat: string, address: Address, now: number): ErrandDue => ({
  chat,
  kind: 'erase',
  body: { address, names: [], from: now + LAST_WORDS_MS, until: now + TRAIL_MS },
});

/** The day after which nobody needs an errand. */
export const errandDay = (now: number): string => new Date(now + 2 * DAY).toISOString().slice(0, 10);

/** Asks for it outside a turn. */
export async function clearOwnSide(
  { db, epoch }: { readonly db: Db; readonly epoch: EpochKey },
  chat: string,
  address: Address,
  now: number,
): Promise<void> {
  await addErrand(db, epoch, ownSide(chat, address, now), errandDay(now));
}
