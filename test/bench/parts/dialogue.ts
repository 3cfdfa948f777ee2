/** What people do, act by act, as the updates Telegram makes of it. */
import type { Nip } from '../../../src/domain/nip.ts';
import type { Phone } from '../../../src/domain/phone.ts';
import type { Reply } from './wire.ts';

/** The part of an update that tells what happened. */
export type Happening = Readonly<Record<string, unknown>>;

/** The next act, given the bot's latest reply (none before the first); `undefined` while that is not the one waited for. */
export type Act = (chat: number, reply: Reply | undefined) => Happening | undefined;

/** Acts of a dialogue, whichever is played. */
export const ACTS = 10;

let messages = 1_000_000;

function message(chat: number, content: object): Happening {
  messages += 1;
  const from = { id: chat, is_bot: false, first_name: 'Contoh', language_code: 'id' };
  const where = { id: chat, type: 'private', first_name: 'Contoh' };
  return { message: { message_id: messages, from, chat: where, date: Math.floor(Date.now() / 1000), ...content } };
}

const says =
  (text: string): Act =>
  (chat) =>
    message(chat, { text });

const sharesContact =
  (phone: Phone): Act =>
  (chat, reply) =>
    reply?.contact
      ? message(chat, { contact: { phone_number: phone.slice(1), first_name: 'Contoh', user_id: chat } })
      : undefined;

/** The first button is always the one that goes on. */
const taps: Act = (chat, reply) => {
  if (reply?.button === undefined) return undefined;
  messages += 1;
  const where = { id: chat, type: 'private', first_name: 'Contoh' };
  const from = { id: chat, is_bot: false, first_name: 'Contoh', language_code: 'id' };
  const message = { message_id: reply.message, chat: where, date: Math.floor(Date.now() / 1000), text: 'Contoh' };
  return { callback_query: { id: String(messages), from, chat_instance: '1', data: reply.button, message } };
};

/** The whole pledge: who it is, the four points, the confirmation, the reminders. The reply to the last act ends it. */
export const pledge = ({ nip, phone }: { nip: Nip; phone: Phone }): readonly Act[] => [
  says('/start ikrar'),
  says(nip),
  sharesContact(phone),
  ...Array.from({ length: ACTS - 3 }, () => taps),
];

/** As many messages, to an echo. */
export const chatter: readonly Act[] = Array.from({ length: ACTS }, (_, n) => says(`Pesan contoh nomor ${n + 1}`));
