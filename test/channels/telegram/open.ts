/** A Telegram channel on a bot of its own at the fake Bot API, by polling or with a webhook of its own. */
import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { pino } from 'pino';
import type { Address, Markup } from '../../../src/channels/channel.ts';
import type { LeasePort } from '../../../src/channels/lease.ts';
import type { TelegramTexts } from '../../../src/channels/telegram/profile.ts';
import { createTelegram, type TelegramChannel, type TelegramOptions } from '../../../src/channels/telegram/telegram.ts';
import { describeError } from '../../../src/log.ts';
import { telegramWebhook } from '../../../src/web/webhooks.ts';
import type { BotApiProcess, BotHandle } from '../../support/bot-api/client.ts';
import { SENDINGS } from '../../support/bot-api/control.ts';
import type { Failure, Harness, Person, Platform } from '../../support/contract.ts';

export const SECRET = 'synthetic-webhook-secret';

const texts = (language: string): TelegramTexts => ({
  name: `Bot ${language}`,
  description: `Deskripsi ${language}`,
  shortDescription: `Singkat ${language}`,
  commands: [{ command: 'ikrar', description: `Ikrar ${language}` }],
  elsewhere: (username) => `Tulis ke <a href="https://t.me/${username}">@${username}</a> ${language}` as Markup,
});
export const TEXTS = { id: texts('id'), en: texts('en') };

/** A lease that nobody else wants. */
export const ALONE: LeasePort = {
  lastsMs: 60_000,
  acquire: async () => true,
  renew: async () => true,
  release: async () => {},
};

export interface Rig {
  readonly channel: TelegramChannel;
  readonly bot: BotHandle;
  /** Everything the channel logged, down to the finest. */
  readonly logged: () => string;
  readonly blocked: readonly Address[];
  /** Where the webhook is, if there is one. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

export interface Wish {
  readonly bot?: BotHandle;
  readonly lease?: LeasePort;
  readonly pace?: TelegramOptions['pace'];
  readonly apiRoot?: string;
  readonly paysForBroadcasts?: boolean;
  /** Calls of the webhook are not answered before. */
  readonly answers?: Promise<void>;
}

function rigged(bot: BotHandle, wish: Wish) {
  const lines: string[] = [];
  const log = pino({ level: 'trace', serializers: { err: describeError } }, { write: (line) => void lines.push(line) });
  const blocked: Address[] = [];
  const onBlocked = async (address: Address): Promise<void> => void blocked.push(address);
  const { token, root } = bot;
  const common = {
    token,
    apiRoot: wish.apiRoot ?? root,
    log,
    texts: TEXTS,
    onBlocked,
    paysForBroadcasts: wish.paysForBroadcasts ?? false,
    ...(wish.pace ? { pace: wish.pace } : {}),
  };
  return { common, log, blocked, logged: () => lines.join('') };
}

export async function byPolling(api: BotApiProcess, wish: Wish = {}): Promise<Rig> {
  const bot = wish.bot ?? (await api.bot());
  const { common, blocked, logged } = rigged(bot, wish);
  const channel = createTelegram({ ...common, mode: 'polling', lease: wish.lease ?? ALONE });
  return { channel, bot, logged, blocked, url: undefined, close: async () => {} };
}

export async function byWebhook(api: BotApiProcess, wish: Wish = {}): Promise<Rig> {
  const bot = wish.bot ?? (await api.bot());
  const { common, blocked, logged, log } = rigged(bot, wish);
  const take = (update: unknown): Promise<string | undefined> => channel.take(update);
  const webhook = telegramWebhook({ channel: { take }, secret: SECRET, log });
  const server = createAdaptorServer({
    fetch: async (request) => {
      const answer = await webhook.fetch(request);
      await wish.answers;
      return answer;
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = `http://127.0.0.1:${port}/webhooks/telegram`;
  const channel = createTelegram({ ...common, mode: 'webhook', webhook: { url, secret: SECRET } });
  const close = async (): Promise<void> => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  return { channel, bot, logged, blocked, url, close };
}

const FAULTS = {
  busy: { how: 'error', code: 429, description: 'Too Many Requests: retry after 3', retryAfter: 3 },
  down: { how: 'garbage', status: 502, body: '<html>Bad Gateway</html>' },
  refused: { how: 'error', code: 400, description: 'Bad Request: chat not found' },
} as const;

async function fail(bot: BotHandle, how: Failure, person: Person): Promise<void> {
  const chat = Number(person.address.id);
  if (how === 'blocked') await bot.tell('blocks', { chat, blocked: true });
  else await bot.fault({ fault: FAULTS[how], chat });
}

/** For the contract suite. `api` is asked for when the tests run. */
export function telegramHarness(api: () => BotApiProcess, open: typeof byPolling): Harness {
  return {
    sendings: SENDINGS,
    attachments: ['photo', 'video', 'audio', 'document'],
    failures: ['blocked', 'busy', 'down', 'refused'],
    repeats: true,
    open: async (): Promise<Platform> => {
      const { channel, bot, close } = await open(api());
      return {
        channel,
        person: () => bot.person('id'),
        unacknowledged: async () => (await bot.waiting()).length,
        fail: (how, person) => fail(bot, how, person),
        close,
      };
    },
  };
}
