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

/** Taps a button of the latest message: the first one that goes on, or the one whose data ends so. */
const taps =
  (choice = ''): Act =>
  (chat, reply) => {
    const data = reply?.buttons.find((one) => choice === '' || one.endsWith(`:${choice}`));
    if (!reply || data === undefined) return undefined;
    messages += 1;
    const where = { id: chat, type: 'private', first_name: 'Contoh' };
    const from = { id: chat, is_bot: false, first_name: 'Contoh', language_code: 'id' };
    const date = Math.floor(Date.now() / 1000);
    const message = { message_id: reply.message, chat: where, date, text: 'Contoh' };
    return { callback_query: { id: String(messages), from, chat_instance: '1', data, message } };
  };

/** The whole pledge: who it is, the four points, the confirmation, the reminders. The reply to the last act ends it. */
export const pledge = ({ nip, phone }: { nip: Nip; phone: Phone }): readonly Act[] => [
  says('/start ikrar'),
  says(nip),
  sharesContact(phone),
  ...Array.from({ length: ACTS - 3 }, () => taps()),
];

/** As many messages, to an echo. */
export const chatter: readonly Act[] = Array.from({ length: ACTS }, (_, n) => says(`Pesan contoh nomor ${n + 1}`));

const photo: Act = (chat, reply) =>
  reply === undefined
    ? undefined
    : message(chat, { photo: [{ file_id: 'photo', file_unique_id: 'u', width: 1280, height: 960, file_size: 1000 }] });

/** Goes on once the piece is secured: then the file is done with. */
const afterNews: Act = (chat, reply) => (reply?.buttons.length === 0 ? says('selesai')(chat, reply) : undefined);

/** A report in three questions, filed; the code is not checked and nothing is erased. */
export const report = (evidence: 'with a photo' | 'without evidence'): readonly Act[] => [
  says('/start lapor'),
  taps('brief'),
  says('Seorang pejabat contoh membagikan kaus bergambar calon di balai desa.'),
  says('Klojen'),
  ...(evidence === 'with a photo' ? [photo, afterNews] : [taps('done')]),
  taps('file'),
  taps('skip'),
  taps('none'),
];
