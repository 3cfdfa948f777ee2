import { timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { TelegramChannel } from '../channels/telegram/telegram.ts';
import type { Logger } from '../log.ts';

/** Most bytes of an update that are read. Telegram's are a few kB. */
const LARGEST = 1024 * 1024;

export interface TelegramWebhookOptions {
  readonly channel: Pick<TelegramChannel, 'take'>;
  /** What Telegram sends in `X-Telegram-Bot-Api-Secret-Token`. Without one anybody could speak for anybody. */
  readonly secret: string;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * `POST /webhooks/telegram`: 200 once the update's turn is committed, 503 when Telegram must deliver it again, 401 without
 * the secret, 400 and 413 for what Telegram never sends.
 *
 * @throws TypeError when the secret is empty
 */
export function telegramWebhook({ channel, secret, log }: TelegramWebhookOptions): Hono {
  if (secret === '') throw new TypeError('the Telegram webhook needs a secret');
  const expected = Buffer.from(secret);
  const app = new Hono();
  // One handler without middleware, which is what Hono runs fastest: each message to the bot comes through here.
  app.post('/webhooks/telegram', async (context) => {
    const given = Buffer.from(context.req.header('x-telegram-bot-api-secret-token') ?? '');
    const known = given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
    if (!known) return context.body(null, 401);
    const refused = await tooLarge(context);
    if (refused) return refused;
    const update = parse(await context.req.text());
    if (update === undefined) return context.body(null, 400);
    try {
      const reply = await channel.take(update);
      return reply === undefined
        ? context.body(null, 200)
        : context.body(reply, 200, { 'content-type': 'application/json' });
    } catch (error) {
      log.warn({ err: error }, 'telegram update refused, it will come again');
      return context.body(null, 503);
    }
  });
  return app;
}

const limit = bodyLimit({ maxSize: LARGEST, onError: (context) => context.body(null, 413) });

/** Where the length is told, as Telegram does, Node reads no further; Hono's own limit costs a whole Request each time. */
async function tooLarge(context: Context): Promise<Response | undefined> {
  const length = context.req.header('content-length');
  if (length !== undefined && context.req.header('transfer-encoding') === undefined) {
    return Number(length) <= LARGEST ? undefined : context.body(null, 413);
  }
  return (await limit(context, async () => {})) ?? undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
