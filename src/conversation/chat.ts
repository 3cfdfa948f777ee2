/** The keyed names of a chat and of its messages: what is stored instead of an address. */
import type { Address, Arrival } from '../channels/channel.ts';
import { blind } from '../secrecy/blind.ts';
import type { Keys } from '../secrecy/keys.ts';
import { type ChatKey, MARK_BYTES } from '../storage/turns.ts';

/** A chat's address in one word, `telegram:123456`. */
export const nameOf = ({ channel, id }: Address): string => `${channel}:${id}`;

/** The key of a chat's session. */
export function chatKey(keys: Keys, address: Address): ChatKey {
  const bytes = blind(keys, 'session.index', nameOf(address));
  return { bytes, hex: bytes.toString('hex') };
}

/** What remains of a message once it was handled. */
export const messageMark = (keys: Keys, { address, messageId }: Arrival): Buffer =>
  blind(keys, 'message.index', `${nameOf(address)}:${messageId}`, MARK_BYTES);

/** The chat as a pending pledge names it: of its own label, so that it cannot be joined to the session. */
export const pledgeChat = (keys: Keys, address: Address): string =>
  blind(keys, 'pledge.slot.index', nameOf(address)).toString('base64url');

/** The chat as the list of contacts names it. */
export const contactKey = (keys: Keys, address: Address): Buffer => blind(keys, 'contact.index', nameOf(address));
