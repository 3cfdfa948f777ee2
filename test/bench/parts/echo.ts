/** The yardstick: a bare grammY bot by webhook that says again what was said, without any storage. */
import { createServer } from 'node:http';
import { Bot, webhookCallback } from 'grammy';

const { API_ROOT: apiRoot = '', TOKEN = '', SECRET: secretToken = '' } = process.env;

const bot = new Bot(TOKEN, { client: { apiRoot } });
bot.on('message:text', (context) => context.reply(context.message.text));

const server = createServer(webhookCallback(bot, 'http', { secretToken }));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('disconnect', () => process.exit(0));
