import type { Language } from '../../domain/message.ts';
import type { Logger } from '../../log.ts';
import type { Markup } from '../channel.ts';
import type { Client } from './client.ts';
import { CallError } from './errors.ts';

/** The words of the bot that stand outside conversations, in one language. */
export interface TelegramTexts {
  /** Up to 64 characters. Left as BotFather was told when absent. */
  readonly name?: string;
  /** Shown in the empty chat, up to 512 characters. */
  readonly description: string;
  /** Shown on the profile, up to 120 characters. */
  readonly shortDescription: string;
  /** Offered behind `/`: names without the slash. */
  readonly commands: readonly { readonly command: string; readonly description: string }[];
  /** Said once in a group: where to find the bot. */
  readonly elsewhere: (username: string) => Markup;
}

/** Whose profile it is: without a code, everybody's whose language has none of its own. */
const READERS = [
  [{}, 'id'],
  [{ language_code: 'id' }, 'id'],
  [{ language_code: 'en' }, 'en'],
] as const;
type Reader = (typeof READERS)[number][0];

const scope = { type: 'all_private_chats' } as const;

/**
 * Makes commands and profile what they should be, asking first: changes are limited to a few a day, and restarts are not.
 * A failure is logged and leaves the profile as it was; the bot works without.
 */
export async function registerProfile(
  client: Client,
  texts: Readonly<Record<Language, TelegramTexts>>,
  log: Logger,
  aborted: AbortSignal,
): Promise<void> {
  try {
    for (const [reader, language] of READERS) {
      await setCommands(client, reader, texts[language].commands, aborted);
      await setWords(client, reader, texts[language], aborted);
    }
  } catch (error) {
    const level = error instanceof CallError ? 'warn' : 'error';
    if (!aborted.aborted) log[level]({ err: error }, 'telegram profile not registered');
  }
}

async function setCommands(
  client: Client,
  reader: Reader,
  commands: TelegramTexts['commands'],
  aborted: AbortSignal,
): Promise<void> {
  const key = { scope, ...reader };
  const present = await client.setUp('getMyCommands', (api, signal) => api.getMyCommands(key, signal), aborted);
  const line = (list: TelegramTexts['commands']): string =>
    list.map((one) => `${one.command} ${one.description}`).join('\n');
  if (line(present) === line(commands)) return;
  await client.setUp('setMyCommands', (api, signal) => api.setMyCommands({ ...key, commands }, signal), aborted);
}

async function setWords(
  client: Client,
  reader: Reader,
  { name, description, shortDescription: short_description }: TelegramTexts,
  aborted: AbortSignal,
): Promise<void> {
  if (name !== undefined) {
    const present = await client.setUp('getMyName', (api, signal) => api.getMyName(reader, signal), aborted);
    if (present.name !== name)
      await client.setUp('setMyName', (api, signal) => api.setMyName({ ...reader, name }, signal), aborted);
  }
  const described = await client.setUp(
    'getMyDescription',
    (api, signal) => api.getMyDescription(reader, signal),
    aborted,
  );
  if (described.description !== description) {
    await client.setUp(
      'setMyDescription',
      (api, signal) => api.setMyDescription({ ...reader, description }, signal),
      aborted,
    );
  }
  const short = await client.setUp(
    'getMyShortDescription',
    (api, signal) => api.getMyShortDescription(reader, signal),
    aborted,
  );
  if (short.short_description !== short_description) {
    const wanted = { ...reader, short_description };
    await client.setUp('setMyShortDescription', (api, signal) => api.setMyShortDescription(wanted, signal), aborted);
  }
}
