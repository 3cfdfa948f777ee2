/** The token stands in every URL, and chat and words in every payload: none of them in a log line or an error. */
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FetchError } from '../../../src/channels/channel.ts';
import { createDownload } from '../../../src/channels/download.ts';
import { toCallError } from '../../../src/channels/telegram/errors.ts';
import { type BotApiProcess, startBotApi } from '../../support/bot-api/client.ts';
import type { Fault } from '../../support/bot-api/faults.ts';
import { Inbox } from '../../support/contract.ts';
import { message } from '../../support/contract-words.ts';
import { byPolling } from './open.ts';

let api: BotApiProcess;
beforeAll(async () => {
  api = await startBotApi();
});
afterAll(() => api.stop());

const FAULTS: readonly [string, (token: string) => Fault][] = [
  ['breaks the connection', () => ({ how: 'drop', carriedOut: false })],
  ['does not answer', () => ({ how: 'hang' })],
  [
    'refuses and repeats the token',
    (token) => ({ how: 'error', code: 400, description: `Bad Request: /bot${token}/x` }),
  ],
  ['is behind a proxy that repeats the address', (token) => ({ how: 'garbage', status: 502, body: `/bot${token}/x` })],
  ['withdrew the token', (token) => ({ how: 'error', code: 401, description: `Unauthorized: ${token}` })],
  [
    'answers with JSON of its own',
    (token) => ({ how: 'garbage', status: 200, body: `{"ok":false,"token":"${token}"}` }),
  ],
];

const elsewhere = (location: string): Fault => ({ how: 'garbage', status: 302, body: '', headers: { location } });

describe('no secret is told when Telegram', () => {
  it.each(FAULTS)('%s, while running', async (_, fault) => {
    const { bot, channel, logged } = await byPolling(api, { pace: { timeoutSeconds: 1, pollSeconds: 0.5 } });
    await channel.start(async () => {});
    const person = await bot.person();
    await bot.fault({ fault: fault(bot.token) });
    channel.typing(person.address);
    const error: unknown = await channel.send(person.address, message('rahasia')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    await expect.poll(() => channel.trouble()).toBeDefined();
    await bot.tell('mend');
    await channel.stop();
    const told = inspect(error, { depth: 20, showHidden: true }) + logged() + channel.trouble();
    expect(told).not.toContain(bot.token);
    expect(told).not.toContain(bot.token.split(':')[1]);
    expect(told).not.toContain('rahasia');
    expect(told).not.toContain(person.address.id);
  });

  it.each([
    ...FAULTS.flatMap(([name, fault]) => ['getFile', 'file'].map((method) => [method, name, fault] as const)),
    ['file', 'sends elsewhere', (token: string): Fault => elsewhere(`http://127.0.0.1:1/file/bot${token}/x`)] as const,
    ['file', 'breaks off', (): Fault => ({ how: 'cut' })] as const,
    ['file', 'stops in the middle', (): Fault => ({ how: 'stall' })] as const,
  ])('at %s %s, while a file is fetched', async (method, _, fault) => {
    const { bot, channel, logged } = await byPolling(api, { pace: { timeoutSeconds: 1, pollSeconds: 0.5 } });
    const inbox = new Inbox();
    await channel.start(inbox.receive);
    const person = await bot.person();
    await person.attaches('document', Buffer.from('rahasia'));
    const { act } = await inbox.next();
    if (act.kind !== 'media') throw new Error('no file arrived');
    await bot.fault({ fault: fault(bot.token), methods: [method] });
    const error: unknown = await channel
      .fetch(act.media, 1000, new AbortController().signal)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FetchError);
    await channel.stop();
    const told = inspect(error, { depth: 20, showHidden: true }) + logged() + channel.trouble();
    for (const secret of [bot.token.split(':')[1], act.media.ref, 'rahasia', 'documents', person.address.id])
      expect(told).not.toContain(secret);
  });

  it.each(FAULTS)('%s, at the start', async (_, fault) => {
    const { bot, channel, logged } = await byPolling(api, { pace: { timeoutSeconds: 1 } });
    await bot.fault({ fault: fault(bot.token) });
    const error: unknown = await channel.start(async () => {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 20, showHidden: true }) + logged()).not.toContain(bot.token.split(':')[1]);
    await channel.stop();
  });

  it('cannot be reached, and says which call failed and why', async () => {
    const bot = await api.bot();
    const { channel, logged } = await byPolling(api, { bot, apiRoot: 'http://127.0.0.1:1' });
    const error: unknown = await channel.start(async () => {}).catch((thrown: unknown) => thrown);
    expect(String(error)).toBe('CallError: getMe failed: ECONNREFUSED');
    expect(inspect(error, { depth: 20, showHidden: true }) + logged()).not.toContain(bot.token.split(':')[1]);
  });

  it('has an address that is none', async () => {
    const download = createDownload('http://127.0.0.1:x/file/bot1000:AAE-synthetic_token');
    const signal = new AbortController().signal;
    const error: unknown = await download('photos/file_1.jpg', 1, signal).catch((thrown: unknown) => thrown);
    expect(inspect(toCallError('download', error), { depth: 20, showHidden: true })).not.toContain('AAE');
  });

  it('refuses a setting, and says what Telegram said', async () => {
    const { bot, channel } = await byPolling(api);
    await bot.fault({
      fault: { how: 'error', code: 400, description: 'Bad Request: bad webhook' },
      methods: ['getMe'],
    });
    await expect(channel.start(async () => {})).rejects.toThrow('getMe failed: 400 (Bad Request: bad webhook)');
  });
});
