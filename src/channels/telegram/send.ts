import { InputFile } from 'grammy';
import { type Address, type Outgoing, type OutgoingFile, SendError } from '../channel.ts';
import type { Client } from './client.ts';
import { CallError, toSendError } from './errors.ts';
import { Backoff } from './pace.ts';
import { type Part, type Plan, plan } from './plan.ts';
import type { Tapped } from './tapped.ts';

const WORDS = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const;

/** Says our messages. Nothing is tried twice here: delivery decides what to do with a {@link SendError}. */
export class Sender {
  private readonly client: Client;
  private readonly trouble = new Backoff(1000, 60_000);

  constructor(client: Client) {
    this.client = client;
  }

  async send(address: Address, message: Outgoing): Promise<void> {
    const waitMs = this.client.gate.rest();
    if (waitMs > 0) throw new SendError({ kind: 'retry', waitMs, everybody: true });
    try {
      await this.carryOut(Number(address.id), plan(message));
      this.trouble.reset();
    } catch (error) {
      throw error instanceof CallError ? toSendError(error, () => this.trouble.next()) : error;
    }
  }

  private async carryOut(chat: number, { edit, strip, parts }: Plan): Promise<void> {
    if (edit && (await this.edit(chat, edit))) return;
    const stripped = strip ? this.strip(chat, strip) : undefined;
    for (const part of parts) await this.write(chat, part);
    await stripped;
  }

  private async write(chat_id: number, { html, keyboard, ...part }: Part): Promise<void> {
    const more = keyboard ? { reply_markup: keyboard } : {};
    if (part.kind === 'text') {
      await this.client.call('sendMessage', (api) => api.sendMessage({ chat_id, text: html, ...WORDS, ...more }));
      return;
    }
    const input = upload(part.file);
    const caption = html === '' ? {} : { caption: html, parse_mode: 'HTML' as const };
    if (part.file.type === 'application/pdf') {
      await this.client.call('sendDocument', (api) =>
        api.sendDocument({ chat_id, document: input, ...caption, ...more }),
      );
    } else {
      await this.client.call('sendPhoto', (api) => api.sendPhoto({ chat_id, photo: input, ...caption, ...more }));
    }
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
      return error.notModified;
    }
  }

  /** Buttons that stay are a blemish, not a loss: a tap on them is answered too. */
  private async strip(chat_id: number, { id }: Tapped): Promise<void> {
    try {
      await this.client.call('editMessageReplyMarkup', (api) =>
        api.editMessageReplyMarkup({ chat_id, message_id: id }),
      );
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
    }
  }
}

/** grammY writes the name into a header without quotes, so only plain characters may stand in it. */
const upload = ({ name, bytes }: OutgoingFile): InputFile => new InputFile(bytes, name.replace(/[^\w.-]+/g, '_'));
