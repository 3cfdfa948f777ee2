/** The yardstick of reminders: a loop that calls grammY's sendMessage at a rate, with words and buttons such as theirs. */
import { setTimeout as pause } from 'node:timers/promises';
import { Api } from 'grammy';
import { z } from 'zod';

const { API_ROOT: apiRoot = '', TOKEN = '' } = process.env;
const api = new Api(TOKEN, { apiRoot });

const question = z.object({ count: z.number(), perSecond: z.number() });

const words =
  'Masa tenang dimulai hari ini. <b>Ikrar Anda hari ini</b>: butir pertama, dan apa yang ditulisnya. '.repeat(5);
const button = (text: string) => [{ text, callback_data: `n:${text}` }];
const markup = { inline_keyboard: [button('Baca ikrar saya'), button('Laporkan tekanan'), button('Berhenti')] };
const other = { parse_mode: 'HTML', reply_markup: markup, link_preview_options: { is_disabled: true } } as const;

async function announce({ count, perSecond }: z.output<typeof question>): Promise<number> {
  const began = performance.now();
  const sent: Promise<unknown>[] = [];
  for (let n = 0; n < count; n += 1) {
    const wait = began + (n * 1000) / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    sent.push(api.sendMessage(8_000_000_000 + n, words, other));
  }
  await Promise.all(sent);
  return count;
}

process.on('message', (message) => {
  void announce(question.parse(message)).then((done) => process.send?.(done));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: 0 });
