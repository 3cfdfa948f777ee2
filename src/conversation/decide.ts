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
  | { readonly kind: 'repeat'; readonly pending: Pending }
  | {
      readonly kind: 'turn';
      readonly pending: Pending;
      readonly row: ChatRow | undefined;
      /** The messages the chat had handled. */
      readonly recent: Uint8Array;
      readonly before: Session;
      readonly outcome: Outcome;
    };

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

export async function decide(
  pending: Pending,
  row: ChatRow | undefined,
  held: HeldChat | undefined,
  means: DecideMeans,
): Promise<Decision> {
  const recent = (row?.stored ?? held)?.recent ?? NOTHING;
  if (row && wasHandled(recent, pending.mark)) return { kind: 'repeat', pending };
  const { arrival, sharesContact, erases } = pending;
  const incoming: Incoming = {
    ...arrival.act,
    get chat() {
      return pledgeChat(means.keys, arrival.address);
    },
    get contact() {
      return contactKey(means.keys, arrival.address).toString('hex');
    },
    sharesContact,
    erases,
    ...(arrival.sender ? { sender: arrival.sender } : {}),
  };
  const fresh = (): Session => freshSession(arrival.language ?? 'id');
  const before = row?.stored ? await recall(pending, row.stored.body, means) : row && held ? held.session : fresh();
  return {
    kind: 'turn',
    pending,
    row,
    recent,
    before,
    outcome: await advance(means.house, before, incoming, means.world),
  };
}

const NOTHING = new Uint8Array();

/** A memory that cannot be read (another root secret, a changed row) must not silence a chat for ever: it starts anew. */
async function recall(pending: Pending, body: Uint8Array, { keys, epochOf, log }: DecideMeans): Promise<Session> {
  try {
    return await openSession(keys, epochOf, chatName(pending), body);
  } catch (error) {
    log.error({ err: error }, 'a session could not be read and starts anew');
    return freshSession(pending.arrival.language ?? 'id');
  }
}
