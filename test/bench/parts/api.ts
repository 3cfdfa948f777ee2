/**
 * A Bot API that only takes what the bots of the bench send, as fast as it can: `node test/bench/parts/api.ts`, started with
 * an IPC channel, over which it tells its port. The faithful one of the tests is `test/support/bot-api`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import sharp from 'sharp';
import { Limit } from '../../support/bot-api/limit.ts';
import { clock, type Reply, type Seen } from './wire.ts';

const drivers = new Map<string, ServerResponse>();
let messages = 0;
/** By token, for bots that are watched: what they sent. */
const watched = new Map<string, { readonly limit: Limit; seen: Seen }>();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => serve(request, response, Buffer.concat(chunks)));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('disconnect', () => process.exit(0));

/** Before the path that Telegram knows, the name of the process that calls, where it has one. */
const FROM = /^(?:\/from\/([^/]+))?(.*)$/;

function serve(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  const [, from = '', path = ''] = FROM.exec(request.url ?? '') ?? [];
  const [, first = '', name = ''] = path.split('/');
  if (first === 'replies') {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).flushHeaders();
    drivers.set(name, response);
    return;
  }
  if (first === 'file') {
    response.writeHead(200, { 'content-length': PHOTO.length }).end(PHOTO);
    return;
  }
  if (first === 'watch' || first === 'seen') {
    if (first === 'watch') watch(name, Number(body.toString()));
    answer(response, 200, watched.get(name)?.seen);
    return;
  }
  const token = first.slice('bot'.length);
  const seconds = count({ token, from }, name);
  if (seconds !== undefined) {
    const description = `Too Many Requests: retry after ${seconds}`;
    answer(response, 429, { ok: false, error_code: 429, description, parameters: { retry_after: seconds } });
    return;
  }
  // Buttons that go once they were answered say nothing to anybody.
  const result = /^(send|edit(?!MessageReplyMarkup))/.test(name)
    ? written(token, name, body, request)
    : (SETUP[name] ?? true);
  answer(response, 200, { ok: true, result });
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value ?? null);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}

/** Counts what a bot sends from now on, and holds it to so many messages a second; 0 for no limit. */
function watch(token: string, most: number): void {
  const limit = new Limit();
  limit.most = most > 0 ? most : undefined;
  watched.set(token, { limit, seen: { sent: 0, first: 0, last: 0, by: {}, refusals: [] } });
}

/** @returns for how many seconds the bot must be silent, when it was too much */
function count({ token, from }: { token: string; from: string }, name: string): number | undefined {
  const one = watched.get(token);
  if (!one || !/^send(Message|Photo|Document)$/.test(name)) return undefined;
  const at = clock();
  const seconds = one.limit.take(at);
  const { sent, first, by, refusals } = one.seen;
  one.seen =
    seconds === undefined
      ? {
          sent: sent + 1,
          first: sent === 0 ? at : first,
          last: at,
          by: { ...by, [from]: (by[from] ?? 0) + 1 },
          refusals,
        }
      : { ...one.seen, refusals: [...refusals, at] };
  return seconds;
}

/** What every file here is: a picture as a phone takes them, with a place in it. */
const PHOTO = await sharp({
  create: {
    width: 1280,
    height: 960,
    channels: 3,
    background: '#808080',
    noise: { type: 'gaussian', mean: 128, sigma: 20 },
  },
})
  .jpeg({ quality: 80 })
  .withExif({ IFD0: { Make: 'Contoh' }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '7/1 58/1 0/1' } })
  .toBuffer();

const SETUP: Readonly<Record<string, unknown>> = {
  getFile: { file_id: 'photo', file_unique_id: 'u', file_size: PHOTO.length, file_path: 'photos/file_0.jpg' },
  getMe: { id: 1, is_bot: true, first_name: 'Contoh', username: 'ikrar_contoh_bot' },
  getMyCommands: [],
  getMyName: { name: '' },
  getMyDescription: { description: '' },
  getMyShortDescription: { short_description: '' },
};

function written(token: string, name: string, body: Buffer, request: IncomingMessage): unknown {
  const isForm = request.headers['content-type']?.startsWith('multipart/') === true;
  const { chat_id, message_id, text, reply_markup } = isForm ? readForm(body) : JSON.parse(body.toString());
  if (name === 'sendChatAction') return true;
  messages += 1;
  const id = message_id ?? messages;
  const reply: Reply = {
    chat: Number(chat_id),
    message: Number(id),
    buttons: [...buttonsOf(reply_markup?.inline_keyboard)],
    contact: reply_markup?.keyboard !== undefined,
    at: clock(),
  };
  // Heard by the driver before the bot has its answer: the impatient finger.
  drivers.get(token)?.write(`${JSON.stringify(reply)}\n`);
  const shown = reply_markup?.inline_keyboard ? { reply_markup } : {};
  const chat = { id: Number(chat_id), first_name: 'Contoh', type: 'private' };
  return { message_id: id, from: SETUP['getMe'], chat, date: Math.floor(Date.now() / 1000), text, ...shown };
}

/** The data of all buttons; the bench sends nothing malformed. */
const buttonsOf = (rows: readonly (readonly { callback_data: string }[])[] = []): readonly string[] =>
  rows.flat().map((button) => button.callback_data);

/** The three fields of a multipart body that matter; the file is not looked at. */
function readForm(body: Buffer) {
  const field = (name: string): string | undefined => {
    const at = body.indexOf(`name="${name}"\r\n\r\n`);
    if (at < 0) return undefined;
    const start = at + `name="${name}"\r\n\r\n`.length;
    return body.toString('utf8', start, body.indexOf('\r\n', start));
  };
  const markup = field('reply_markup');
  return {
    chat_id: field('chat_id'),
    message_id: undefined,
    text: field('caption'),
    reply_markup: markup === undefined ? undefined : JSON.parse(markup),
  };
}
