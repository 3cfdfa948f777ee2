import type { Bubble, Standing } from '../contract-harness.ts';
import { badRequest, type Entity, type InlineButton, type JsonObject, type User } from './wire.ts';

/** A message that stands in a chat. */
export interface Message {
  readonly id: number;
  readonly fromBot: boolean;
  text: string;
  entities: readonly Entity[];
  buttons: readonly (readonly InlineButton[])[];
  /** Sent with a reply keyboard or its removal: Telegram lets nobody edit such a message. */
  readonly fixed: boolean;
  readonly file?: { readonly kind: 'photo' | 'document'; readonly name: string; readonly size: number };
  edits: number;
  /** ms since 1970. */
  at: number;
}

/** Newest messages that are kept. */
const KEPT = 60;

/** A private chat with the bot, as the person sees it. */
export class Chat {
  readonly id: number;
  readonly user: User;
  /** As Telegram gives it in a contact: digits without `+`. */
  readonly phone: string;
  blocked = false;
  /** The keys in place of the keyboard. */
  keyboard: readonly string[] = [];
  messages: Message[] = [];
  /** Of every message there ever was. */
  readonly ids: number[] = [];

  constructor(user: User, phone: string) {
    this.id = user.id;
    this.user = user;
    this.phone = phone;
  }

  /** The chat as it stands in an update. */
  wire(): JsonObject {
    const { first_name, username } = this.user;
    return { id: this.id, type: 'private', first_name, ...(username === undefined ? {} : { username }) };
  }

  add(content: Omit<Message, 'edits' | 'at'>): Message {
    const message = { ...content, edits: 0, at: Date.now() };
    this.messages.push(message);
    this.ids.push(message.id);
    if (this.messages.length > KEPT) this.messages.shift();
    return message;
  }

  find(id: number): Message {
    const message = this.messages.find((candidate) => candidate.id === id);
    if (!message) throw badRequest('message to edit not found');
    return message;
  }

  /** The newest message that has a button of this label. */
  button(label: string): { message: Message; data: string } {
    for (const message of this.messages.toReversed()) {
      const button = message.buttons.flat().find((candidate) => candidate.text === label);
      if (button) return { message, data: button.callback_data };
    }
    throw new Error(`no button «${label}»`);
  }

  /** Everything that stands there, of both sides. */
  holds(): readonly Standing[] {
    return this.messages.map(({ fromBot, text }) => ({ from: fromBot ? 'bot' : 'person', text }));
  }

  bubbles(): readonly Bubble[] {
    return this.messages.filter((message) => message.fromBot).map(bubble);
  }
}

function bubble({ text, entities, buttons, file }: Message): Bubble {
  const cut = ({ offset, length }: Entity): string => text.slice(offset, offset + length);
  const of = (type: Entity['type']): Entity[] => entities.filter((entity) => entity.type === type);
  return {
    text,
    bold: of('bold').map(cut),
    italic: of('italic').map(cut),
    code: of('code').map(cut),
    links: of('text_link').map((entity) => ({ text: cut(entity), href: entity.url ?? '' })),
    buttons: buttons.flat().map((button) => button.text),
    ...(file ? { file: { name: file.name, size: file.size } } : {}),
  };
}
