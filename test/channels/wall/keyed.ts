/** The chats' own side, where people stand under keyed hashes: that nothing is found elsewhere is for no want of knowing how they look. */
import type { Find } from '../../privacy/search.ts';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

export const KEYED: readonly string[] = ['session', 'whatsapp_key', 'whatsapp_inbox', 'whatsapp_copy'];

/** What is found there by who has the keys, as {@link shapeOf} tells it. */
export const FOUND: readonly string[] = [
  'session: whatsapp:N@lid, HMAC under session.index',
  'session: simulator-buttons:U, HMAC under session.index',
  'session: simulator-numbers:U, HMAC under session.index',
  'whatsapp_key: session:N_1.0, HMAC under whatsapp.key.index',
  'whatsapp_key: identity-key:N_1.0, HMAC under whatsapp.key.index',
  'whatsapp_key: lid-mapping:N, HMAC under whatsapp.key.index',
  'whatsapp_key: lid-mapping:N_reverse, HMAC under whatsapp.key.index',
  'whatsapp_inbox: message of a chat, HMAC under whatsapp.inbox.index',
  'whatsapp_copy: message, HMAC under whatsapp.copy.index',
];

/** What was found, whosever it is. */
export const shapeOf = ({ where, what, text, shape }: Find): string =>
  `${where}: ${what.startsWith('message') ? what : text.replace(UUID, 'U').replace(/\d{6,}/, 'N')}, ${shape}`;
