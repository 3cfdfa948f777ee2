import { afterAll, beforeAll } from 'vitest';
import { type BotApiProcess, startBotApi } from '../../support/bot-api/client.ts';
import { channelContract } from '../../support/contract.ts';
import { byPolling, byWebhook, telegramHarness } from './open.ts';

let api: BotApiProcess;
beforeAll(async () => {
  api = await startBotApi();
});
afterAll(() => api.stop());

channelContract(
  'telegram by polling',
  ['buttons', 'contact', 'erase'],
  telegramHarness(() => api, byPolling),
);
channelContract(
  'telegram by webhook',
  ['buttons', 'contact', 'erase'],
  telegramHarness(() => api, byWebhook),
);
