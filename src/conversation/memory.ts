/** A session between its row and its meaning: sealing, padding, and the messages it has handled. */
import { z } from 'zod';
import { LANGUAGES, type Language } from '../domain/message.ts';
import type { Session } from '../engine/types.ts';
import { draftKey, type EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import { open, openKnown, type Sizes, seal, sealKnown } from '../secrecy/seal.ts';
import { MARK_BYTES } from '../storage/turns.ts';

const pledgeKey = z.object({
  electionId: z.string(),
  personId: z.string(),
  slot: z.union([z.literal('verified'), z.object({ chat: z.string() })]),
});
/** What stays when nothing is under way; `draft` holds the rest, under a key that is destroyed after its day. */
const kept = z.object({
  language: z.enum(LANGUAGES),
  last: pledgeKey.exactOptional(),
  keys: z.literal(true).exactOptional(),
  draft: z.object({ epoch: z.number(), sealed: z.base64() }).exactOptional(),
});
const draft = z.object({
  frames: z.array(
    z.object({
      flow: z.string(),
      run: z.string(),
      answers: z.array(z.object({ step: z.string(), value: z.json(), inferred: z.literal(true).exactOptional() })),
      asked: z.string().exactOptional(),
    }),
  ),
  hour: z.number().exactOptional(),
  trail: z.array(z.string()).exactOptional(),
});

/**
 * Lengths of a session with something under way. A report has more to remember than a pledge, so the least of them has room for
 * a report with a story of a hundred words; PostgreSQL keeps a row of that size in one piece.
 */
const OPEN_SIZES: Sizes = [1536, 4096, 16384, 65536];

/** A chat that was never seen, or whose memory cannot be read any more. */
export const freshSession = (language: Language): Session => ({ language, frames: [] });

/** A chat in whose memory something is to be sealed or read: its row, and the address that no row has. */
export interface ChatName {
  readonly bytes: Uint8Array;
  /** `telegram:123456`. */
  readonly address: string;
}

/**
 * Seals what a chat remembers. What is under way is sealed twice, first under the key of this hour and this chat: after a day
 * nobody can open it any more. Reports and pledges alike, so that nothing tells one from the other.
 */
export function sealSession(keys: Keys, epoch: EpochKey, chat: ChatName, value: Session): Buffer {
  const { frames, hour, trail, ...rest } = value;
  const open = { frames, ...(hour === undefined ? {} : { hour }), ...(trail === undefined ? {} : { trail }) };
  const under = frames.length === 0 ? undefined : sealKnown(draftKey(epoch, chat.address), boundTo(chat), open);
  const whole = under ? { ...rest, draft: { epoch: epoch.id, sealed: under.toString('base64') } } : rest;
  return seal(keys, 'session.seal', chat.bytes, whole, under ? OPEN_SIZES : true);
}

/**
 * Reads what a chat remembers. What was under way longer than a day ago is gone; that there was something is not.
 *
 * @param epochOf the key of an hour, while it lives
 * @throws SealError when it does not open, ZodError when an older version wrote what nobody understands
 */
export async function openSession(
  keys: Keys,
  epochOf: (id: number) => Promise<EpochKey | undefined>,
  chat: ChatName,
  sealed: Uint8Array,
): Promise<Session> {
  const { draft: under, ...rest } = kept.parse(open(keys, 'session.seal', chat.bytes, sealed));
  if (!under) return { ...rest, frames: [] };
  const epoch = await epochOf(under.epoch);
  if (!epoch) return { ...rest, ...LAPSED };
  const bytes = Buffer.from(under.sealed, 'base64');
  return { ...rest, ...draft.parse(openKnown(draftKey(epoch, chat.address), boundTo(chat), bytes)) };
}

/** A draft belongs to its address, however the row is called: a new root secret calls it by another name. */
const boundTo = ({ address }: ChatName): Buffer => Buffer.from(address);

/** A conversation nobody remembers, left long ago: the next message hears that it has ended. */
const LAPSED: Pick<Session, 'frames' | 'hour'> = { frames: [{ flow: 'lapsed', run: '', answers: [] }], hour: 0 };

export const wasHandled = (recent: Uint8Array, mark: Buffer): boolean => {
  for (let at = 0; at < recent.length; at += MARK_BYTES) {
    if (mark.equals(recent.subarray(at, at + MARK_BYTES))) return true;
  }
  return false;
};
