import { afterAll, beforeAll } from 'vitest';
import { byWebhook, telegramHarness } from '../channels/telegram/open.ts';
import { type BotApiProcess, startBotApi } from '../support/bot-api/client.ts';
import { renderedOn } from './rendered.ts';

let api: BotApiProcess;
beforeAll(async () => {
  api = await startBotApi();
});
afterAll(() => api.stop());

renderedOn(
  'telegram',
  'buttons',
  telegramHarness(() => api, byWebhook),
);
