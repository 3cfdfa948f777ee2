/** Replies on their way: what an outbox row holds, sealed under the key of its hour, until they were sent. */
import { randomUUID } from 'node:crypto';
import type { Address } from '../channels/channel.ts';
import type { Language } from '../domain/message.ts';
import type { Reply } from '../engine/types.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import { openUnder, SealError, sealUnder } from '../secrecy/seal.ts';

export interface Envelope {
  readonly address: Address;
  readonly language: Language;
  /** The tapped message these replies answer. */
  readonly tapped?: string;
  /** They answer what the person did, so that the question before is settled. */
  readonly settles?: boolean;
  readonly replies: readonly Reply[];
  /** Nothing else has it: whoever sends them again sends the same, and no others. Random, so that it leads nobody to this row. */
  readonly once: string;
  /** The names of the messages that come of it are remembered for a while, so that they can be erased. */
  readonly erasable?: true;
  /**
   * Part of a conversation of which our side is deleted once it is over. After this moment, ms since 1970, that may have been done:
   * what goes out later is deleted once more.
   */
  readonly cleared?: number;
  /** Not to be sent after this moment, ms since 1970: a receipt code must not wait in a row for long. */
  readonly until?: number;
}

/** What an earlier version wrote has nothing of its own yet. */
type Stored = Omit<Envelope, 'once'> & Partial<Pick<Envelope, 'once'>>;

export const sealEnvelope = (epoch: EpochKey, chat: Uint8Array, envelope: Envelope): Buffer =>
  sealUnder(epoch.key, chat, envelope, true);

/**
 * Opens an envelope. Its shape is trusted: it is ours by its seal, and no older than a day.
 *
 * @throws SealError when it does not open, or its key is gone
 */
export function openEnvelope(living: readonly EpochKey[], chat: Uint8Array, sealed: Uint8Array): Envelope {
  const opened = openUnder(
    living.map(({ key }) => key),
    chat,
    sealed,
  );
  if (opened === undefined) throw new SealError('sealed under a key that is gone');
  const { once = randomUUID(), ...envelope } = opened as Stored;
  return { ...envelope, once };
}
