/** Our own Telegram: the Bot API over HTTP, with a control API beside it under `/control/`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { FakeBot } from './bot.ts';
import { CONTROLS } from './control.ts';
import { download } from './download.ts';
import type { Fault } from './faults.ts';
import { FILE_METHODS } from './files.ts';
import { MESSAGE_METHODS } from './messages.ts';
import { NO_FILES, numberOf, type Params, readBody, readParams, textOf } from './params.ts';
import { readAllowed, SETUP_METHODS } from './setup.ts';
import { ApiError, type JsonObject, objectOf } from './wire.ts';

type Method = (bot: FakeBot, params: Params, gone: AbortSignal) => unknown;

const METHODS = new Map<string, Method>(Object.entries({ ...MESSAGE_METHODS, ...SETUP_METHODS, ...FILE_METHODS }));
const NEVER = new AbortController().signal;

export class BotApi {
  readonly bots = new Map<string, FakeBot>();
  private readonly server: Server = createServer((request, response) => {
    this.serve(request, response).catch((error: unknown) => {
      answer(response, 500, { ok: false, error_code: 500, description: `Internal Server Error: ${String(error)}` });
    });
  });

  /** Listens on the loopback; 0 takes a free port. Returns the port. */
  async listen(port: number): Promise<number> {
    this.server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  async close(): Promise<void> {
    for (const bot of this.bots.values()) {
      bot.updates.supersede();
      await bot.webhook?.close();
    }
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  add(token: string, username: string): FakeBot {
    const bot = new FakeBot(token, username);
    this.bots.set(token, bot);
    return bot;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const [path = '', query] = (request.url ?? '').split('?', 2);
    if (path.startsWith('/control/')) return this.control(path.slice('/control/'.length), body, response);
    const [, isFile, token = '', rest = ''] = /^(\/file)?\/bot([^/]+)\/(.+)$/.exec(path) ?? [];
    const bot = this.bots.get(token);
    if (!bot) return refuse(response, new ApiError(401, 'Unauthorized'));
    const name = isFile ? 'file' : rest;
    const type = request.headers['content-type'] ?? '';
    const params = isFile
      ? { fields: { path: decodeURIComponent(rest) }, files: NO_FILES }
      : readParams(type, body, query === undefined ? undefined : new URLSearchParams(query));
    bot.note(name, params);
    try {
      const due = bot.faults.due(name, params.fields['chat_id']);
      if (due?.how === 'hang') return;
      if (due?.how === 'garbage')
        return void response.writeHead(due.status, { 'content-type': 'text/html', ...due.headers }).end(due.body);
      if (due?.how === 'error') throw errorOf(bot, due);
      if (due?.how === 'hold') await bot.faults.mended;
      if (isFile) return this.give(bot, textOf(params, 'path'), response, due);
      const result = due?.how === 'drop' && !due.carriedOut ? undefined : await this.call(bot, name, params, response);
      if (due?.how === 'drop') return void request.socket.destroy();
      answer(response, 200, { ok: true, result });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refuse(response, error);
    }
  }

  /** A file: an HTTP answer of its own, and not the Bot API's JSON. */
  private give(bot: FakeBot, path: string, response: ServerResponse, due: Fault | undefined): void {
    bot.admit();
    const file = bot.files.ofPath(path);
    if (!file) throw new ApiError(404, 'Not Found');
    if (due?.how === 'drop') response.destroy();
    else download(response, file.bytes, due);
  }

  private call(bot: FakeBot, name: string, params: Params, response: ServerResponse): unknown {
    if (name === 'setWebhook' || name === 'deleteWebhook') return this.setWebhook(bot, params);
    const method = METHODS.get(name);
    if (!method) throw new ApiError(404, 'Not Found: method not found');
    if (name !== 'getUpdates') {
      bot.admit();
      bot.count(name, params);
      return method(bot, params, NEVER);
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    return method(bot, params, gone.signal);
  }

  private async setWebhook(bot: FakeBot, params: Params): Promise<true> {
    bot.admit();
    readAllowed(bot, params);
    const url = textOf(params, 'url');
    const secret = textOf(params, 'secret_token');
    const connections = numberOf(params, 'max_connections') || 40;
    const target = url ? { url, secret: secret || undefined, connections } : undefined;
    await bot.setWebhook(target, (name, fields) => this.carryOut(bot, name, fields));
    return true;
  }

  /** A method that came in the answer to a webhook: nobody hears of its failure. */
  private carryOut(bot: FakeBot, name: string, fields: JsonObject): void {
    const params = { fields, files: NO_FILES };
    bot.note(name, params);
    try {
      METHODS.get(name)?.(bot, params, NEVER);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  private async control(action: string, body: Buffer, response: ServerResponse): Promise<void> {
    const does = CONTROLS.get(action);
    if (!does) return answer(response, 404, { error: 'no such action' });
    try {
      answer(response, 200, {
        result: (await does(this, body.byteLength > 0 ? objectOf(body.toString()) : {})) ?? null,
      });
    } catch (error) {
      answer(response, 400, { error: error instanceof Error ? error.message : String(error) });
    }
  }
}

function errorOf(bot: FakeBot, fault: Extract<Fault, { how: 'error' }>): ApiError {
  if (fault.code === 429) return bot.tooMany(fault.retryAfter ?? 1);
  return new ApiError(fault.code, fault.description, fault.retryAfter);
}

function refuse(response: ServerResponse, { code, message, retryAfter }: ApiError): void {
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
  answer(response, code, { ok: false, error_code: code, description: message, ...parameters });
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body);
}
