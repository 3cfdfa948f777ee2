/** What people do in their chats with a bot, as the updates it becomes. */
import type { EvidenceKind } from '../../../src/domain/evidence.ts';
import type { Sending } from '../contract-harness.ts';
import type { FakeBot } from './bot.ts';
import type { Chat, Message } from './chat.ts';
import { contentOf, type Named } from './files.ts';
import { badRequest, type JsonObject } from './wire.ts';

const now = (): number => Math.floor(Date.now() / 1000);

function written(bot: FakeBot, chat: Chat, content: JsonObject, text = ''): Message {
  const message = chat.add({
    id: bot.messageId(),
    fromBot: false,
    text,
    entities: [],
    buttons: [],
    fixed: false,
  });
  bot.happen('message', { message_id: message.id, date: now(), chat: chat.wire(), from: { ...chat.user }, ...content });
  return message;
}

export const says = (bot: FakeBot, chat: Chat, text: string): void => {
  const command = /^\/\w+/.exec(text)?.[0];
  const entities = command ? { entities: [{ type: 'bot_command', offset: 0, length: command.length }] } : {};
  written(bot, chat, { text, ...entities }, text);
};

/** Taps a button; with `data`, sends that instead, as a forged client can. */
export function taps(bot: FakeBot, chat: Chat, label: string, data?: string): void {
  const found = chat.button(label);
  tapsMessage(bot, chat, found.message, data ?? found.data);
}

export function tapsMessage(bot: FakeBot, chat: Chat, { id, text, file }: Message, data: string): void {
  const query = `${chat.id}${String(bot.messageId()).padStart(8, '0')}`;
  bot.openQueries.add(query);
  bot.happen('callback_query', {
    id: query,
    from: { ...chat.user },
    chat_instance: '1',
    message: {
      message_id: id,
      date: now(),
      chat: chat.wire(),
      from: { ...bot.me },
      ...(file ? { [file.kind]: file.kind === 'photo' ? [] : {}, caption: text } : { text }),
    },
    data,
  });
}

const SOME = Buffer.from('three');
const contactOf = (phone: string, userId?: number): JsonObject => ({
  phone_number: phone,
  first_name: 'Contoh',
  ...(userId === undefined ? {} : { user_id: userId }),
});

const CONTENTS: Record<Exclude<Sending, 'edit' | 'reaction'>, (chat: Chat, bot: FakeBot) => JsonObject> = {
  'own contact': (chat) => ({ contact: contactOf(chat.phone, chat.id) }),
  'other contact': () => ({ contact: contactOf('6281399990000', 77) }),
  'forwarded contact': (chat) => ({
    contact: contactOf(chat.phone, chat.id),
    forward_origin: { type: 'user', date: now(), sender_user: { ...chat.user } },
  }),
  photo: (_, bot) => ({ ...contentOf(bot, 'photo', SOME), caption: 'foto' }),
  video: (_, bot) => contentOf(bot, 'video', SOME),
  voice: (_, bot) => contentOf(bot, 'audio', SOME),
  document: (_, bot) => contentOf(bot, 'document', SOME),
  sticker: (_, { files }) => ({
    sticker: {
      file_id: files.add(SOME, 'stickers/file_1.webp').id,
      type: 'regular',
      width: 512,
      height: 512,
      is_animated: false,
    },
  }),
};

export function sends(bot: FakeBot, chat: Chat, what: Sending): void {
  if (what === 'edit') edits(bot, chat);
  else if (what === 'reaction') reacts(bot, chat);
  else written(bot, chat, CONTENTS[what](chat, bot));
}

export interface Attached {
  /** What the sender calls a document, and says it is. */
  readonly named?: Named;
  /** Written under it. */
  readonly words?: string;
  /** Whoever wants to fetch it finds that it is gone. */
  readonly gone?: boolean;
}

export function attaches(bot: FakeBot, chat: Chat, kind: EvidenceKind, bytes: Buffer, how: Attached = {}): void {
  const { named, words, gone } = how;
  const before = bot.files.ids.length;
  const content = contentOf(bot, kind, bytes, named);
  if (gone) for (const id of bot.files.ids.slice(before)) bot.files.forget(id);
  written(bot, chat, { ...content, ...(words === undefined ? {} : { caption: words }) });
}

function edits(bot: FakeBot, chat: Chat): void {
  const message = chat.messages.findLast((candidate) => !candidate.fromBot && candidate.text !== '');
  if (!message) throw badRequest('nothing to edit');
  message.text += ' (diubah)';
  const head = { message_id: message.id, date: now(), edit_date: now(), chat: chat.wire(), from: { ...chat.user } };
  bot.happen('edited_message', { ...head, text: message.text });
}

function reacts(bot: FakeBot, chat: Chat): void {
  const message = chat.messages.findLast((candidate) => candidate.fromBot);
  bot.happen('message_reaction', {
    chat: chat.wire(),
    message_id: message?.id ?? 1,
    user: { ...chat.user },
    date: now(),
    old_reaction: [],
    new_reaction: [{ type: 'emoji', emoji: '👍' }],
  });
}

export function blocks(bot: FakeBot, chat: Chat, blocked: boolean): void {
  chat.blocked = blocked;
  const status = (of: boolean): JsonObject =>
    of ? { status: 'kicked', user: { ...bot.me }, until_date: 0 } : { status: 'member', user: { ...bot.me } };
  bot.happen('my_chat_member', {
    chat: chat.wire(),
    from: { ...chat.user },
    date: now(),
    old_chat_member: status(!blocked),
    new_chat_member: status(blocked),
  });
}
