/** Telegram, put together from the settings. */
import type { Markup } from '../channels/channel.ts';
import type { TelegramTexts } from '../channels/telegram/profile.ts';
import { createTelegram, type TelegramChannel } from '../channels/telegram/telegram.ts';
import type { Config } from '../config.ts';
import { contactKey } from '../conversation/chat.ts';
import { type Language, text } from '../domain/message.ts';
import { REPERTOIRE } from '../flows/index.ts';
import type { I18n } from '../i18n.ts';
import type { Logger } from '../log.ts';
import type { Keys } from '../secrecy/keys.ts';
import { recordBlocked } from '../storage/contact-writing.ts';
import type { Database } from '../storage/db.ts';
import { leaseOf } from './lease.ts';

const POLLING_LEASE_MS = 25_000;

/** `undefined` without a token. */
export function telegramOf(
  config: Config,
  i18n: I18n,
  { db }: Database,
  keys: Keys,
  log: Logger,
): TelegramChannel | undefined {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, TELEGRAM_WEBHOOK_SECRET: secret } = config;
  if (!token) return undefined;
  const shared = {
    token,
    apiRoot,
    log,
    texts: { id: telegramTexts(i18n, 'id'), en: telegramTexts(i18n, 'en') },
    paysForBroadcasts: config.TELEGRAM_PAID_BROADCAST ?? false,
    onBlocked: (address: Parameters<typeof contactKey>[1]) => blocked({ db }, keys, address),
  };
  if (config.TELEGRAM_MODE === 'webhook' && config.PUBLIC_URL && secret) {
    const url = new URL('/webhooks/telegram', config.PUBLIC_URL).href;
    return createTelegram({ ...shared, mode: 'webhook', webhook: { url, secret } });
  }
  return createTelegram({ ...shared, mode: 'polling', lease: leaseOf(db, 'telegram.polling', POLLING_LEASE_MS) });
}

const telegramTexts = (i18n: I18n, language: Language): TelegramTexts => ({
  name: i18n.plain(language, text('start.telegram_name')),
  shortDescription: i18n.plain(language, text('start.telegram_about')),
  description: i18n.plain(language, text('start.telegram_description')),
  commands: REPERTOIRE.commands.flatMap(({ slash: [command], about }) =>
    command === undefined ? [] : [{ command, description: i18n.plain(language, text(about)) }],
  ),
  elsewhere: (username) =>
    i18n.markup(language, text('start.telegram_private', { link: `https://t.me/${username}` })) as Markup,
});

/** Somebody does not want the bot any more. */
export const blocked = (
  { db }: Pick<Database, 'db'>,
  keys: Keys,
  address: Parameters<typeof contactKey>[1],
): Promise<void> =>
  recordBlocked(db, {
    key: contactKey(keys, address),
    channel: address.channel,
    day: new Date().toISOString().slice(0, 10),
  });
