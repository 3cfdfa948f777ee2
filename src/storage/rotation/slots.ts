/** Where a pledge stands that waits is named after the chat that made it, wherever that is remembered. */
import { blindAgain } from '../../secrecy/blind.ts';
import type { Keys } from '../../secrecy/keys.ts';

/** A slot's column under another root. */
export const slotAgain = (to: Keys, slot: string): string =>
  slot === 'verified'
    ? slot
    : blindAgain(to, 'pledge.slot.index', Buffer.from(slot, 'base64url')).toString('base64url');

/** A sealed value with every `slot: { chat }` in it under another root. */
export const slotsAgain =
  (to: Keys) =>
  (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (key, part: unknown) =>
      key === 'slot' && isOfChat(part) ? { chat: slotAgain(to, part.chat) } : part,
    );

const isOfChat = (part: unknown): part is { readonly chat: string } =>
  typeof part === 'object' && part !== null && 'chat' in part && typeof part.chat === 'string';
