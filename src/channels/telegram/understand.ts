/** From an update to what is to be done about it. */
import type { Language } from '../../domain/message.ts';
import type { Address, Arrival } from '../channel.ts';
import { actOf } from './content.ts';
import { nameOf } from './names.ts';
import { writeTapped } from './tapped.ts';
import { type Member, type Message, type Query, readUpdate, type User } from './update.ts';

export type Understood =
  /** A person did something. `query`: the tap that must be answered as well. */
  | { readonly kind: 'arrival'; readonly arrival: Arrival; readonly query?: string }
  /** A tap that means nothing but must be answered all the same. */
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'blocked'; readonly address: Address }
  /** A group or channel that does not know yet that the bot talks in private. */
  | { readonly kind: 'elsewhere'; readonly chat: number; readonly language: Language }
  | { readonly kind: 'nothing' };

const NOTHING: Understood = { kind: 'nothing' };
/** Telegram's limit for the data of a button, bytes. */
const LONGEST_DATA = 64;

const addressOf = (chat: number): Address => ({ channel: 'telegram', id: String(chat) });

/** Never throws, whatever stands in the update. `username`: the bot's own, without `@`. */
export function understand(update: unknown, username: string): Understood {
  const read = readUpdate(update);
  if (read?.message) return ofMessage(read.message, username);
  if (read?.channel_post) return ofGroup(read.channel_post, username);
  if (read?.callback_query) return ofQuery(read.callback_query);
  if (read?.edited_message) return ofEdit(read.edited_message);
  return read?.my_chat_member ? ofMember(read.my_chat_member) : NOTHING;
}

function ofMessage(message: Message, username: string): Understood {
  const { chat, from } = message;
  if (chat.type !== 'private') return ofGroup(message, username);
  const act = actOf(message);
  if (!act || from?.is_bot) return NOTHING;
  const { message_id: id } = message;
  const named = { messageId: `m${id}`, erasable: nameOf(id) };
  return { kind: 'arrival', arrival: { address: addressOf(chat.id), ...named, act, ...languageOf(from) } };
}

function ofEdit(message: Message): Understood {
  const { chat, from, message_id: id, edit_date: date = 0 } = message;
  // A live location moves by edits, and nobody does anything.
  if (chat.type !== 'private' || from?.is_bot || 'location' in message) return NOTHING;
  const arrival: Arrival = {
    address: addressOf(chat.id),
    messageId: `e${id}-${date}`,
    erasable: nameOf(id),
    act: { kind: 'other', what: 'edited' },
    ...languageOf(from),
  };
  return { kind: 'arrival', arrival };
}

function ofQuery({ id, from, data, message }: Query): Understood {
  if (message?.chat.type !== 'private') return { kind: 'query', query: id };
  const arrival: Arrival = {
    address: addressOf(message.chat.id),
    messageId: `c${id}`,
    act: { kind: 'tap', data: Buffer.byteLength(data) > LONGEST_DATA ? '' : data },
    ...(message.date > 0 ? { tapped: writeTapped({ id: message.message_id, caption: !('text' in message) }) } : {}),
    ...languageOf(from),
  };
  return { kind: 'arrival', arrival, query: id };
}

/** `kicked` in a private chat is how a person blocks; that they unblock needs no answer: they write. */
function ofMember({ chat, from, new_chat_member: { status } }: Member): Understood {
  if (chat.type === 'private') return status === 'kicked' ? { kind: 'blocked', address: addressOf(chat.id) } : NOTHING;
  if (status !== 'member' && status !== 'administrator') return NOTHING;
  return { kind: 'elsewhere', chat: chat.id, language: languageOf(from).language ?? 'id' };
}

/** In a group or channel we are meant by a command, `/ikrar` or `/ikrar@this_bot`, or by our name, `@this_bot`. */
function ofGroup({ chat, from, text, caption }: Message, username: string): Understood {
  const words = text ?? caption ?? '';
  const [, addressee] = /^\/\w+(?:@(\w+))?/.exec(words) ?? [];
  const command = addressee === undefined && words.startsWith('/');
  const names = words.matchAll(/@(\w+)/g).map(([, name = '']) => name.toLowerCase());
  if (!command && !names.some((name) => name === username.toLowerCase())) return NOTHING;
  return { kind: 'elsewhere', chat: chat.id, language: languageOf(from).language ?? 'id' };
}

/** An IETF tag, `id`, `en-GB`; a language we do not speak tells nothing. */
function languageOf(from: User | undefined): { language?: Language } {
  const tag = from?.language_code?.toLowerCase().split('-')[0];
  return tag === 'id' || tag === 'en' ? { language: tag } : {};
}
