import { InputFile } from 'grammy';
import { type Address, type Outgoing, type OutgoingFile, SendError } from '../channel.ts';
import { Backoff } from '../pause.ts';
import type { Client } from './client.ts';
import { asked, CallError, toSendError } from './errors.ts';
import { Keyboards } from './keyboards.ts';
import { nameOf } from './names.ts';
import { type Part, type Plan, plan } from './plan.ts';

/** Chats whose buttons are remembered. */
const MOST_CHATS = 10_000;

/** How a message goes out. */
interface How {
  /** The buttons under an earlier message go. */
  readonly settles: boolean;
  /** Telegram is paid for it. */
  readonly paid: boolean;
}

const WORDS = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const;

/**
 * Says our messages, and tells by which names they can be erased. Nothing is tried twice here: delivery decides what to do
 * with a {@link SendError}.
 */
export class Sender {
  private readonly client: Client;
  private readonly trouble = new Backoff(1000, 60_000);
  private readonly keyboards = new Keyboards(MOST_CHATS);

  private readonly pays: boolean;

  /** @param pays for broadcasts, so that more than some 30 may go out in a second */
  constructor(client: Client, pays = false) {
    this.client = client;
    this.pays = pays;
  }

  async send(address: Address, message: Outgoing): Promise<readonly string[]> {
    const waitMs = this.client.gate.rest();
    if (waitMs > 0) throw new SendError(asked(waitMs));
    try {
      const sent = await this.carryOut(Number(address.id), plan(message), {
        settles: message.settles === true,
        paid: this.pays && message.broadcast === true,
      });
      this.trouble.reset();
      return sent.map(nameOf);
    } catch (error) {
      throw error instanceof CallError ? toSendError(error, () => this.trouble.next()) : error;
    }
  }

  private async carryOut(
    chat: number,
    { edit, strip, parts }: Plan,
    { settles, paid }: How,
  ): Promise<readonly number[]> {
    const standing = settles ? this.keyboards.take(chat) : undefined;
    if (edit && (await this.edit(chat, edit))) {
      if (edit.keyboard) this.keyboards.stand(chat, edit.message.id);
      if (standing !== edit.message.id) await this.strip(chat, standing);
      return [edit.message.id];
    }
    const answered = new Set([strip?.id, standing]);
    const stripped = Promise.all([...answered].map((message) => this.strip(chat, message)));
    const sent: number[] = [];
    for (const part of parts) sent.push(await this.write(chat, part, paid));
    await stripped;
    return sent;
  }

  private async write(chat: number, part: Part, paid: boolean): Promise<number> {
    const { keyboard } = part;
    const written = part.kind === 'text' ? await this.say(chat, part, paid) : await this.hand(chat, part);
    if (keyboard && 'inline_keyboard' in keyboard) this.keyboards.stand(chat, written.message_id);
    return written.message_id;
  }

  private say(chat_id: number, { html, keyboard }: Part, paid: boolean): Promise<{ message_id: number }> {
    const keys = keyboard ? { reply_markup: keyboard } : {};
    // Up to 1000 a second in place of some 30, for 0.1 Stars each: https://core.telegram.org/bots/api#sendmessage
    const words = { chat_id, text: html, ...WORDS, ...keys, ...(paid ? { allow_paid_broadcast: true } : {}) };
    return this.client.call('sendMessage', (api) => api.sendMessage(words));
  }

  private hand(
    chat_id: number,
    { file, html, keyboard }: Extract<Part, { kind: 'file' }>,
  ): Promise<{ message_id: number }> {
    const input = upload(file);
    const caption = html === '' ? {} : { caption: html, parse_mode: 'HTML' as const };
    const more = { chat_id, ...caption, ...(keyboard ? { reply_markup: keyboard } : {}) };
    return file.type === 'application/pdf'
      ? this.client.call('sendDocument', (api) => api.sendDocument({ ...more, document: input }))
      : this.client.call('sendPhoto', (api) => api.sendPhoto({ ...more, photo: input }));
  }

  /** False when this message cannot be changed any more: it is gone, or too old. */
  private async edit(chat_id: number, { message, html, keyboard }: NonNullable<Plan['edit']>): Promise<boolean> {
    const target = { chat_id, message_id: message.id, ...(keyboard ? { reply_markup: keyboard } : {}) };
    try {
      if (message.caption) {
        const words = { caption: html, parse_mode: 'HTML' as const };
        await this.client.call('editMessageCaption', (api) => api.editMessageCaption({ ...target, ...words }));
      } else {
        await this.client.call('editMessageText', (api) => api.editMessageText({ ...target, text: html, ...WORDS }));
      }
      return true;
    } catch (error) {
      if (!(error instanceof CallError) || error.code !== 400) throw error;
      return error.refusal === 'not_modified';
    }
  }

  /** Buttons that stay are a blemish, not a loss: a tap on them is answered too. */
  private async strip(chat_id: number, message_id: number | undefined): Promise<void> {
    if (message_id === undefined) return;
    try {
      await this.client.call('editMessageReplyMarkup', (api) => api.editMessageReplyMarkup({ chat_id, message_id }));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
    }
  }
}

/** grammY writes the name into a header without quotes, so only plain characters may stand in it. */
const upload = ({ name, bytes }: OutgoingFile): InputFile => new InputFile(bytes, name.replace(/[^\w.-]+/g, '_'));
