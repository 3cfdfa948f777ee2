/** Replies on their way: what an outbox row holds, sealed, until they were sent. */
import type { Address } from '../channels/channel.ts';
import type { Language } from '../domain/message.ts';
import type { Reply } from '../engine/types.ts';
import type { Keys } from '../secrecy/keys.ts';
import { open, seal } from '../secrecy/seal.ts';

export interface Envelope {
  readonly address: Address;
  readonly language: Language;
  /** The tapped message these replies answer. */
  readonly tapped?: string;
  /** They answer what the person did, so that the question before is settled. */
  readonly settles?: boolean;
  readonly replies: readonly Reply[];
}

export const sealEnvelope = (keys: Keys, chat: Uint8Array, envelope: Envelope): Buffer =>
  seal(keys, 'outbox.seal', chat, envelope, true);

/**
 * Opens an envelope. Its shape is trusted: it is ours by its seal, and no older than a deploy.
 *
 * @throws SealError when it does not open
 */
export function openEnvelope(keys: Keys, chat: Uint8Array, sealed: Uint8Array): Envelope {
  return open(keys, 'outbox.seal', chat, sealed) as Envelope;
}
