/** The methods that write, change and delete messages. */
import type { FakeBot } from './bot.ts';
import type { Chat, Message } from './chat.ts';
import { parseHtml } from './html.ts';
import { fileOf, numberOf, type Params, textOf } from './params.ts';
import { badRequest, type Entity, type InlineButton, listOf, objectOf } from './wire.ts';

const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
const LONGEST_DATA = 64;
const MOST_DELETED = 100;
const DELETABLE_MS = 48 * 3_600_000;

export const MESSAGE_METHODS = {
  sendMessage: (bot: FakeBot, params: Params) => {
    const chat = bot.openChat(params.fields['chat_id']);
    const words = readWords(params, 'text', LONGEST_TEXT);
    if (words.text.trim() === '') throw badRequest('message text is empty');
    return write(bot, chat, params, words);
  },
  sendPhoto: (bot: FakeBot, params: Params) => sendFile(bot, params, 'photo'),
  sendDocument: (bot: FakeBot, params: Params) => sendFile(bot, params, 'document'),
  editMessageText: (bot: FakeBot, params: Params) => {
    const { chat, message } = editable(bot, params);
    if (message.file) throw badRequest('there is no text in the message to edit');
    return edit(bot, chat, message, readWords(params, 'text', LONGEST_TEXT), readButtons(params));
  },
  editMessageCaption: (bot: FakeBot, params: Params) => {
    const { chat, message } = editable(bot, params);
    if (!message.file) throw badRequest('there is no caption in the message to edit');
    return edit(bot, chat, message, readWords(params, 'caption', LONGEST_CAPTION), readButtons(params));
  },
  editMessageReplyMarkup: (bot: FakeBot, params: Params) => {
    const { chat, message } = editable(bot, params);
    return edit(bot, chat, message, message, readButtons(params));
  },
  deleteMessages: (bot: FakeBot, params: Params) => {
    const ids = listOf(params.fields['message_ids']).map(Number);
    if (ids.length === 0) throw badRequest('message identifiers are not specified');
    if (ids.length > MOST_DELETED) throw badRequest('too many message identifiers specified');
    const chat = bot.openChat(params.fields['chat_id']);
    const found = chat.messages.filter((message) => ids.includes(message.id));
    // All or nothing: https://github.com/tdlib/td, MessagesManager::delete_messages. What is not there is passed over.
    if (found.some(({ at }) => Date.now() - at > DELETABLE_MS))
      throw badRequest("message can't be deleted for everyone");
    chat.messages = chat.messages.filter((message) => !found.includes(message));
    return true;
  },
  sendChatAction: (bot: FakeBot, params: Params) => {
    bot.openChat(params.fields['chat_id']);
    return true;
  },
  answerCallbackQuery: (bot: FakeBot, params: Params) => {
    if (bot.openQueries.delete(textOf(params, 'callback_query_id'))) return true;
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  },
};

interface Words {
  readonly text: string;
  readonly entities: readonly Entity[];
}

function readWords(params: Params, field: 'text' | 'caption', longest: number): Words {
  const raw = textOf(params, field);
  const words = params.fields['parse_mode'] === 'HTML' ? parseHtml(raw) : { text: raw, entities: [] };
  if (words.text.length > longest) {
    throw badRequest(field === 'text' ? 'message is too long' : 'message caption is too long');
  }
  return words;
}

function readButtons(params: Params): readonly (readonly InlineButton[])[] {
  const markup = params.fields['reply_markup'];
  const rows = markup === undefined ? undefined : objectOf(markup)['inline_keyboard'];
  return rows === undefined ? [] : listOf(rows).map((row) => listOf(row).map(readButton));
}

function readButton(value: unknown): InlineButton {
  const { text, callback_data } = objectOf(value);
  if (typeof text !== 'string' || text === '') throw badRequest('Text buttons are unallowed in the inline keyboard');
  if (typeof callback_data !== 'string' || Buffer.byteLength(callback_data) > LONGEST_DATA || callback_data === '') {
    throw badRequest('BUTTON_DATA_INVALID');
  }
  return { text, callback_data };
}

/** Puts up or takes away the keys in place of the keyboard. Returns whether the message carried such a markup. */
function applyKeyboard(chat: Chat, params: Params): boolean {
  const raw = params.fields['reply_markup'];
  if (raw === undefined) return false;
  const { keyboard, remove_keyboard } = objectOf(raw);
  if (remove_keyboard === true) chat.keyboard = [];
  if (keyboard !== undefined) {
    chat.keyboard = listOf(keyboard).flatMap((row) => listOf(row).map((key) => String(objectOf(key)['text'])));
  }
  return remove_keyboard === true || keyboard !== undefined;
}

function sendFile(bot: FakeBot, params: Params, kind: 'photo' | 'document') {
  const chat = bot.openChat(params.fields['chat_id']);
  const file = fileOf(params, kind);
  if (!file || file.size === 0) throw badRequest(`there is no ${kind} in the request`);
  return write(bot, chat, params, readWords(params, 'caption', LONGEST_CAPTION), { kind, ...file });
}

function write(bot: FakeBot, chat: Chat, params: Params, words: Words, file?: Message['file']) {
  const buttons = readButtons(params);
  const message = chat.add({
    id: bot.messageId(),
    fromBot: true,
    text: words.text,
    entities: words.entities,
    buttons,
    fixed: applyKeyboard(chat, params),
    ...(file ? { file } : {}),
  });
  bot.onMessage?.(chat);
  return wireOf(chat, message);
}

function editable(bot: FakeBot, params: Params): { chat: Chat; message: Message } {
  const chat = bot.openChat(params.fields['chat_id']);
  const message = chat.find(numberOf(params, 'message_id'));
  if (!message.fromBot || message.fixed) throw badRequest("message can't be edited");
  return { chat, message };
}

function edit(bot: FakeBot, chat: Chat, message: Message, words: Words, buttons: Message['buttons']) {
  const state = (one: Pick<Message, 'text' | 'entities' | 'buttons'>): string =>
    JSON.stringify([one.text, one.entities, one.buttons]);
  if (state(message) === state({ ...words, buttons })) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  message.text = words.text;
  message.entities = words.entities;
  message.buttons = buttons;
  message.edits += 1;
  bot.onMessage?.(chat);
  return wireOf(chat, message);
}

const wireOf = (chat: Chat, message: Message) => ({
  message_id: message.id,
  date: Math.floor(Date.now() / 1000),
  chat: { id: chat.id, type: 'private' },
  ...(message.file ? { caption: message.text } : { text: message.text }),
});
