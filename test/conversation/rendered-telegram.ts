import { afterAll, beforeAll } from 'vitest';
import type { Language } from '../../src/domain/message.ts';
import { byWebhook, telegramHarness } from '../channels/telegram/open.ts';
import { type BotApiProcess, startBotApi } from '../support/bot-api/client.ts';
import { renderedOn } from './rendered.ts';

/** A language a file: on Telegram they take their time, and files share it. */
export function renderedOnTelegram(language: Language): void {
  let api: BotApiProcess;
  beforeAll(async () => {
    api = await startBotApi();
  });
  afterAll(() => api.stop());

  renderedOn(
    'telegram',
    'buttons',
    telegramHarness(() => api, byWebhook),
    [language],
  );
}
