/**
 * Stands between the people and a bot (`TARGET`, its webhook): passes calls on at once, but keeps each answer until the bot
 * has taken the next act of the same chat. The last answer of a dialogue goes back at once.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'undici';
import { z } from 'zod';
import { ACTS } from './dialogue.ts';

const target = new URL(process.env['TARGET'] ?? '');
const pool = new Pool(target.origin, { connections: 100 });

/** Whoever has not acted by then is lost, and will not act again. */
const LONGEST_MS = 30_000;

const chat = z.object({ chat: z.object({ id: z.number() }) });
const update = z.union([
  z.object({ message: chat }).transform(({ message }) => message.chat.id),
  z
    .object({ callback_query: z.object({ message: chat }) })
    .transform(({ callback_query: query }) => query.message.chat.id),
]);

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Chat {
  taken: number;
  /** Lets go of the answer that is kept. */
  release: () => void;
}

const chats = new Map<number, Chat>();

async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString();
  const answer = await ask(request, body);
  if (answer.status === 200) await keep(update.parse(JSON.parse(body)));
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
}

async function ask({ headers }: IncomingMessage, body: string): Promise<Answer> {
  const secret = String(headers['x-telegram-bot-api-secret-token']);
  const answer = await pool.request({
    path: target.pathname,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    body,
  });
  return { status: answer.statusCode, body: await answer.body.text() };
}

/** Resolves when this answer may go: the next act of the chat is taken, or there is none to come. */
async function keep(id: number): Promise<void> {
  const before = chats.get(id) ?? { taken: 0, release: () => {} };
  const { promise, resolve } = Promise.withResolvers<void>();
  chats.set(id, { taken: before.taken + 1, release: resolve });
  before.release();
  if (before.taken + 1 === ACTS) resolve();
  const lost = setTimeout(resolve, LONGEST_MS);
  await promise;
  clearTimeout(lost);
}

const server = createServer((request, response) => {
  pass(request, response).catch(() => response.destroy());
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('disconnect', () => process.exit(0));
