/** A session between its row and its meaning: sealing, padding, and the messages it has handled. */
import { z } from 'zod';
import { LANGUAGES, type Language } from '../domain/message.ts';
import type { Session } from '../engine/types.ts';
import type { Keys } from '../secrecy/keys.ts';
import { open, seal } from '../secrecy/seal.ts';

/** How many handled messages a chat remembers, and how many bytes of each one's keyed hash. */
const REMEMBERED = 32;
export const MARK_BYTES = 8;

const pledgeKey = z.object({
  electionId: z.string(),
  personId: z.string(),
  slot: z.union([z.literal('verified'), z.object({ chat: z.string() })]),
});
const session = z.object({
  language: z.enum(LANGUAGES),
  reminders: z.boolean().exactOptional(),
  last: pledgeKey.exactOptional(),
  frames: z.array(
    z.object({
      flow: z.string(),
      run: z.string(),
      answers: z.array(z.object({ step: z.string(), value: z.json(), inferred: z.literal(true).exactOptional() })),
      asked: z.string().exactOptional(),
    }),
  ),
  keys: z.literal(true).exactOptional(),
  hour: z.number().exactOptional(),
});

/** A chat that was never seen, or whose memory cannot be read any more. */
export const freshSession = (language: Language): Session => ({ language, frames: [] });

export const sealSession = (keys: Keys, chat: Uint8Array, value: Session): Buffer =>
  seal(keys, 'session.seal', chat, value, true);

/** @throws SealError when it does not open, ZodError when an older version wrote what nobody understands */
export const openSession = (keys: Keys, chat: Uint8Array, sealed: Uint8Array): Session =>
  session.parse(open(keys, 'session.seal', chat, sealed));

export const wasHandled = (recent: Uint8Array, mark: Buffer): boolean => {
  for (let at = 0; at < recent.length; at += MARK_BYTES) {
    if (mark.equals(recent.subarray(at, at + MARK_BYTES))) return true;
  }
  return false;
};

/** The marks with one more, the oldest dropped. */
export const remember = (recent: Uint8Array, mark: Buffer): Buffer =>
  Buffer.concat([mark, recent]).subarray(0, REMEMBERED * MARK_BYTES);
