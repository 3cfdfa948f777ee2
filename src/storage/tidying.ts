/**
 * What the report side forgets when its time is over: keys of hours, drafts' evidence, errands, reports. Nothing goes that a
 * report needs whose code was shown, however long the service or its database has been away: that is taken in first.
 */
import type { EpochKey, EpochKeys } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { PrismaClient } from './db.ts';
import { piecesOf, readIntake } from './intake.ts';
import { type Retention, type Tidied, tidy } from './retention.ts';
import { sweepIntake } from './sweeping.ts';

/** @param now ms since 1970. @returns what is gone; `keys`: files of hours */
export async function tidyUp(
  db: PrismaClient,
  keys: Keys,
  epochs: EpochKeys,
  retention: Retention,
  now: number,
): Promise<Tidied & { readonly keys: number }> {
  if (await isOverdue(db, epochs, now)) await sweepIntake(db, keys, () => epochs.kept(now), now, true);
  const files = await epochs.destroyOld(now);
  return { keys: files, ...(await tidy(db, retention, await wantedPieces(db, await epochs.living(now)), now)) };
}

/** What no key opens may come to be read yet, when the right folder of keys is back, and nobody knows what it wants. */
async function wantedPieces(db: PrismaClient, living: readonly EpochKey[]): Promise<readonly string[] | 'unknown'> {
  const { waiting, unread } = await readIntake(db, living);
  return unread > 0 ? 'unknown' : waiting.flatMap(({ item }) => piecesOf(item));
}

/** Whether something waits that only a key opens whose day is over. */
async function isOverdue(db: PrismaClient, epochs: EpochKeys, now: number): Promise<boolean> {
  const { waiting } = await readIntake(db, await epochs.kept(now));
  if (waiting.length === 0) return false;
  const living = new Set((await epochs.living(now)).map(({ id }) => id));
  return waiting.some(({ epoch }) => !living.has(epoch));
}
