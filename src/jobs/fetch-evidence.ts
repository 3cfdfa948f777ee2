/** Fetches a piece of evidence, makes a clean copy, seals it to its unit, and tells the conversation it came from. */
import { z } from 'zod';
import { type Address, type Arrival, type Channel, type ChannelName, FetchError } from '../channels/channel.ts';
import { type SecureMeans, securePiece } from '../conversation/secure-piece.ts';
import { type EvidenceFault, LARGEST_PIECE } from '../domain/evidence.ts';
import type { News } from '../engine/types.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import { assertUnit, UnitKeyError } from '../secrecy/unit-key.ts';
import type { PrismaClient } from '../storage/db.ts';
import type { Errand } from '../storage/errands.ts';
import { keepPiece, type PieceOutcome, pieceStates } from '../storage/evidence.ts';
import { findUnit } from '../storage/units.ts';

const CHANNELS = ['telegram', 'whatsapp', 'simulator-buttons', 'simulator-numbers'] as const satisfies ChannelName[];
export const addressShape = z.object({ channel: z.enum(CHANNELS), id: z.string() });
const order = z.object({
  piece: z.string(),
  address: addressShape,
  media: z.object({
    ref: z.string(),
    kind: z.enum(['photo', 'video', 'audio', 'document']),
    size: z.number().exactOptional(),
  }),
  original: z.boolean(),
  unit: z.string(),
  /** The name under which the conversation hears of it: it leads to no piece, and is gone with the errand. */
  news: z.string(),
});

export interface FetchMeans extends SecureMeans {
  readonly living: () => Promise<readonly EpochKey[]>;
  readonly channel: (name: ChannelName) => Channel | undefined;
  readonly receive: (arrival: Arrival) => Promise<void>;
}

/** How often a platform that is away is asked before the person is told. */
const MOST_TRIES = 6;

/**
 * Carries out the errand of a piece. Done twice it does nothing twice: what was kept is not fetched again, what nobody waits for
 * any more is not kept, and the conversation knows the news by its name.
 *
 * @returns how long to wait before trying again, ms; nothing when it is done
 */
export async function fetchEvidence(
  means: FetchMeans,
  errand: Errand,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { address, news, ...wanted } = order.parse(errand.body);
  const { piece } = wanted;
  const known = (await pieceStates(means.db, await means.living(), [piece], means.now())).get(piece);
  const outcome = known && known.kind !== 'waiting' ? known : await secure(means, errand, address, wanted, signal);
  // Not kept: it is looked at again, if somebody still waits for it.
  if (outcome === undefined) return pauseOf(errand.tries);
  if (typeof outcome === 'number') return outcome;
  const act = { kind: 'news', news: newsOf(piece, outcome) } as const;
  await means.receive({ address, messageId: `news-${news}`, act });
  return undefined;
}

const newsOf = (piece: string, outcome: PieceOutcome): News =>
  outcome.kind === 'secured'
    ? { ...outcome, piece, kind: 'piece_secured' }
    : { piece, kind: 'piece_failed', fault: outcome.fault };

async function secure(
  means: FetchMeans,
  { id: errand, tries }: Errand,
  address: Address,
  { piece, media, original, unit }: Omit<z.infer<typeof order>, 'address' | 'news'>,
  signal: AbortSignal,
): Promise<PieceOutcome | number | undefined> {
  const channel = means.channel(address.channel);
  if (!channel) return pauseOf(tries);
  // Nobody to seal it to: then nobody must have it.
  if (!(await canSealTo(means.db, means.keys, unit))) return failed(means, { piece, errand }, 'failed');
  const fetched = await bytesOf(channel, media, signal);
  if (!(fetched instanceof Uint8Array)) {
    return fetched === 'retry' && tries < MOST_TRIES
      ? pauseOf(tries)
      : failed(means, { piece, errand }, faultOf(fetched));
  }
  const outcome = await securePiece(means, { piece, unit, original, errand }, fetched, signal);
  return outcome?.kind === 'failed' ? failed(means, { piece, errand }, outcome.fault) : outcome;
}

/** Whether the unit is there, and its key its own. */
async function canSealTo(db: PrismaClient, keys: Keys, id: string): Promise<boolean> {
  const unit = await findUnit(db, id);
  try {
    return unit !== undefined && assertUnit(keys, unit) !== undefined;
  } catch (error) {
    if (error instanceof UnitKeyError) return false;
    throw error;
  }
}

async function bytesOf(
  channel: Channel,
  media: Parameters<Channel['fetch']>[0],
  signal: AbortSignal,
): Promise<Uint8Array | FetchError['outcome']> {
  try {
    return await channel.fetch(media, LARGEST_PIECE, signal);
  } catch (error) {
    if (error instanceof FetchError) return error.outcome;
    throw error;
  }
}

const faultOf = (outcome: FetchError['outcome']): EvidenceFault => (outcome === 'too_large' ? 'too_large' : 'failed');

async function failed(
  means: FetchMeans,
  whose: { readonly piece: string; readonly errand: string },
  fault: EvidenceFault,
): Promise<PieceOutcome | undefined> {
  const outcome = { kind: 'failed', fault } as const;
  const kept = await keepPiece(means.db, await means.epoch(), { ...whose, outcome, now: means.now() }, []);
  return kept ? outcome : undefined;
}

/** 2 s, 4 s, 8 s, … */
const pauseOf = (tries: number): number => 1000 * 2 ** Math.min(tries, 8);
