/** What a turn comes to, before anything is written. */
import type { Arrival } from '../channels/channel.ts';
import { advance, type Outcome } from '../engine/advance.ts';
import type { Repertoire } from '../engine/flow.ts';
import type { Incoming, Session, World } from '../engine/types.ts';
import type { Logger } from '../log.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { ChatKey, ChatRow } from '../storage/turns.ts';
import { contactKey, nameOf, pledgeChat } from './chat.ts';
import type { HeldChat } from './held.ts';
import { type ChatName, freshSession, openSession, wasHandled } from './memory.ts';

/** A message on its way through the turn. */
export interface Pending {
  readonly key: ChatKey;
  readonly mark: Buffer;
  readonly arrival: Arrival;
  readonly sharesContact: boolean;
  readonly erases: boolean;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
  /** How often somebody else wrote this chat first. */
  lost: number;
}

export type Decision =
  /** Handled before: whatever of it is still unsent goes out again, and nothing else happens. */
  | { readonly kind: 'repeat'; readonly pending: Pending; readonly known: KnownChat }
  | {
      readonly kind: 'turn';
      readonly pending: Pending;
      readonly known: KnownChat;
      readonly outcome: Outcome;
    };

/** What is known of a chat before its turn. */
export interface KnownChat extends HeldChat {
  /** How many earlier turns have replies that are still unsent; absent for what is known from memory. */
  readonly unsent?: number;
}

export interface DecideMeans {
  readonly house: Repertoire;
  readonly keys: Keys;
  readonly epochOf: (id: number) => Promise<EpochKey | undefined>;
  readonly world: World;
  readonly log: Logger;
}

/** The chat as its memory is sealed for. */
export const chatName = ({ key, arrival }: Pending): ChatName => ({
  bytes: key.bytes,
  address: nameOf(arrival.address),
});

export async function decide(pending: Pending, known: KnownChat, means: DecideMeans): Promise<Decision> {
  if (wasHandled(known.recent, pending.mark)) return { kind: 'repeat', pending, known };
  const { arrival, sharesContact, erases } = pending;
  const incoming: Incoming = {
    ...arrival.act,
    chat: pending.key.hex,
    get ownPlace() {
      return pledgeChat(means.keys, arrival.address);
    },
    get contact() {
      return contactKey(means.keys, arrival.address).toString('hex');
    },
    sharesContact,
    erases,
    ...(arrival.sender ? { sender: arrival.sender } : {}),
  };
  return { kind: 'turn', pending, known, outcome: await advance(means.house, known.session, incoming, means.world) };
}

/** What a chat remembers, as its row has it; a chat without a row remembers nothing. */
export async function recallChat(pending: Pending, row: ChatRow | undefined, means: DecideMeans): Promise<KnownChat> {
  if (!row) return { version: 0, recent: NOTHING, session: fresh(pending), unsent: 0 };
  const { version, recent, unsent } = row;
  return { version, recent, unsent, session: await openRow(pending, row, means) };
}

const NOTHING = new Uint8Array();

const fresh = ({ arrival }: Pending): Session => freshSession(arrival.language ?? 'id');

/** A memory that cannot be read (another root secret, a changed row) must not silence a chat for ever: it starts anew. */
async function openRow(pending: Pending, { body }: ChatRow, { keys, epochOf, log }: DecideMeans): Promise<Session> {
  try {
    return await openSession(keys, epochOf, chatName(pending), body);
  } catch (error) {
    log.error({ err: error }, 'a session could not be read and starts anew');
    return fresh(pending);
  }
}
