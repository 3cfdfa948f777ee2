import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FetchError } from '../../../src/channels/channel.ts';
import { readFilePath } from '../../../src/channels/telegram/file-path.ts';
import type { Media } from '../../../src/engine/types.ts';
import { type BotApiProcess, startBotApi } from '../../support/bot-api/client.ts';
import type { Fault } from '../../support/bot-api/faults.ts';
import { Inbox } from '../../support/contract.ts';
import { message } from '../../support/contract-words.ts';
import { byPolling, type Rig, type Wish } from './open.ts';

let api: BotApiProcess;
const rigs: Rig[] = [];
beforeAll(async () => {
  api = await startBotApi();
});
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.channel.stop();
});
afterAll(() => api.stop());

const NEVER = new AbortController().signal;
const MOST = 1024 * 1024;
const BYTES = new Uint8Array(200_000).map((_, n) => n % 251);
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A file that a person sent. */
async function open(wish: Wish = {}, bytes = BYTES): Promise<Rig & { media: Media }> {
  const rig = await byPolling(api, wish);
  rigs.push(rig);
  const inbox = new Inbox();
  await rig.channel.start(inbox.receive);
  await (await rig.bot.person()).attaches('document', bytes);
  const { act } = await inbox.next();
  if (act.kind !== 'media') throw new Error('no file arrived');
  return { ...rig, media: act.media };
}

async function outcomeOf(fetched: Promise<Uint8Array>): Promise<FetchError['outcome'] | number> {
  try {
    return (await fetched).byteLength;
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return error.outcome;
  }
}

describe('a file', () => {
  it('is asked for and fetched, byte for byte, at a path with signs in it', async () => {
    const { bot, channel, media } = await open({ apiRoot: `${api.root}/` });
    const fetched = await channel.fetch(media, MOST, NEVER);
    expect(digest(fetched)).toBe(digest(BYTES));
    expect(await bot.calls('getFile')).toMatchObject([{ params: { file_id: media.ref } }]);
    expect(await bot.calls('file')).toMatchObject([{ params: { path: expect.stringContaining('dok umen#1?') } }]);
  });

  it.each([
    ['of one byte', 1],
    ['of nothing', 0],
  ])('%s is fetched too', async (_, size) => {
    const { channel, media } = await open({}, new Uint8Array(size));
    expect(await outcomeOf(channel.fetch(media, MOST, NEVER))).toBe(size);
  });

  it('that is too large is not even asked for', async () => {
    const { bot, channel, media } = await open();
    expect(await outcomeOf(channel.fetch(media, BYTES.byteLength - 1, NEVER))).toBe('too_large');
    expect(await bot.calls('file')).toEqual([]);
  });

  it('whose size Telegram does not tell is refused by its length, before any of it is read', async () => {
    const { bot, channel, media } = await open();
    await bot.fault({ fault: answering({ file_path: await pathOf(bot, media) }), methods: ['getFile'] });
    expect(await outcomeOf(channel.fetch(media, BYTES.byteLength - 1, NEVER))).toBe('too_large');
    expect(await outcomeOf(channel.fetch(media, BYTES.byteLength, NEVER))).toBe(BYTES.byteLength);
  });

  it('that grows beyond what was told is left where it is too large', async () => {
    const { bot, channel, media } = await open();
    await bot.fault({ fault: answering({ file_path: await pathOf(bot, media) }), methods: ['getFile'] });
    await bot.fault({ fault: { how: 'swell', to: MOST }, methods: ['file'], times: 1 });
    expect(await outcomeOf(channel.fetch(media, MOST, NEVER))).toBe(MOST);
    await bot.fault({ fault: { how: 'swell', to: MOST + 1 }, methods: ['file'], times: 1 });
    expect(await outcomeOf(channel.fetch(media, MOST, NEVER))).toBe('too_large');
    await bot.fault({ fault: { how: 'swell', to: 2 ** 40 }, methods: ['file'], times: 1 });
    expect(await outcomeOf(channel.fetch(media, MOST, NEVER))).toBe('too_large');
  });
});

/** getFile answers this. */
const answering = (result: object): Fault => ({
  how: 'garbage',
  status: 200,
  body: JSON.stringify({ ok: true, result }),
});
const refusing = (code: number, description: string): Fault => ({ how: 'error', code, description });

async function pathOf({ root, token }: Rig['bot'], { ref }: Media): Promise<string> {
  const answer: unknown = await (await fetch(`${root}/bot${token}/getFile?file_id=${ref}`)).json();
  return /"file_path":"([^"]+)"/.exec(JSON.stringify(answer))?.[1] ?? '';
}

describe('what Telegram says, and what it means', () => {
  it.each<[string, Fault, FetchError['outcome']]>([
    ['getFile', refusing(400, 'Bad Request: file is too big'), 'too_large'],
    ['getFile', refusing(400, 'Bad Request: invalid file_id'), 'gone'],
    // As Telegram says both of what is gone and of trouble of its own, it is asked again.
    ['getFile', refusing(400, 'Bad Request: wrong file_id or the file is temporarily unavailable'), 'retry'],
    ['getFile', refusing(401, 'Unauthorized'), 'retry'],
    ['getFile', refusing(404, 'Not Found'), 'retry'],
    ['getFile', refusing(500, 'Internal Server Error'), 'retry'],
    ['getFile', { how: 'garbage', status: 502, body: '<html>' }, 'retry'],
    ['getFile', { how: 'drop', carriedOut: false }, 'retry'],
    ['getFile', answering({}), 'gone'],
    ['getFile', { how: 'garbage', status: 200, body: '{"ok":true}' }, 'gone'],
    ['file', refusing(404, 'Not Found'), 'gone'],
    ['file', refusing(400, 'Bad Request'), 'gone'],
    ['file', refusing(408, 'Request Timeout'), 'retry'],
    ['file', refusing(500, 'Internal Server Error'), 'retry'],
    ['file', { how: 'garbage', status: 503, body: 'x'.repeat(500_000) }, 'retry'],
    ['file', { how: 'garbage', status: 302, body: '', headers: { location: 'http://127.0.0.1:1/x' } }, 'retry'],
    ['file', { how: 'drop', carriedOut: false }, 'retry'],
    ['file', { how: 'cut' }, 'retry'],
    ['file', { how: 'swell', to: BYTES.byteLength + 1 }, 'retry'],
    ['file', { how: 'garbage', status: 200, body: '<html>Sign in</html>' }, 'retry'],
  ])('%s: %j', async (method, fault, outcome) => {
    const { bot, channel, media } = await open();
    await bot.fault({ fault, methods: [method], times: 1 });
    expect(await outcomeOf(channel.fetch(media, MOST, NEVER))).toBe(outcome);
    await bot.tell('mend');
    expect(await outcomeOf(channel.fetch(media, MOST, NEVER))).toBe(BYTES.byteLength);
  });

  it('that a download is not found says nothing about the token', async () => {
    const { bot, channel, media } = await open();
    await bot.fault({ fault: refusing(404, 'Not Found'), methods: ['file'] });
    await outcomeOf(channel.fetch(media, MOST, NEVER));
    expect(channel.trouble()).toBeUndefined();
  });

  it.each(['getFile', 'file'])(
    'too many requests for %s hold the whole bot, and hold what is fetched',
    async (method) => {
      const { bot, channel, media } = await open();
      const fault = {
        how: 'error',
        code: 429,
        description: 'Too Many Requests: retry after 3',
        retryAfter: 3,
      } as const;
      await bot.fault({ fault, methods: [method], times: 1 });
      expect(await outcomeOf(channel.fetch(media, MOST, NEVER))).toBe('retry');
      const { address } = await bot.person();
      await expect(channel.send(address, message('halo'))).rejects.toMatchObject({ outcome: { everybody: true } });
      expect(await outcomeOf(channel.fetch(media, MOST, NEVER))).toBe('retry');
      expect(await bot.calls('getFile')).toHaveLength(1);
    },
  );
});

describe('a file that does not come', () => {
  it.each(['getFile', 'file'] as const)('in time is given up: %s', async (method) => {
    const { bot, channel, media } = await open({ pace: { timeoutSeconds: 1, pollSeconds: 0.5 } });
    await bot.fault({ fault: { how: method === 'file' ? 'stall' : 'hang' }, methods: [method], times: 1 });
    expect(await outcomeOf(channel.fetch(media, MOST, NEVER))).toBe('retry');
  });

  it.each(['getFile', 'file'] as const)('is left when it is not wanted any more: %s', async (method) => {
    const { bot, channel, media } = await open();
    await bot.fault({ fault: { how: method === 'file' ? 'stall' : 'hang' }, methods: [method], times: 1 });
    const ended = new AbortController();
    const fetched = outcomeOf(channel.fetch(media, MOST, ended.signal));
    await expect.poll(() => bot.calls(method)).toHaveLength(1);
    ended.abort();
    expect(await fetched).toBe('retry');
    expect(await outcomeOf(channel.fetch(media, MOST, ended.signal))).toBe('retry');
  });
});

describe('a path', () => {
  it.each([
    '../../etc/passwd',
    'documents/../../bot1:x/getMe',
    'documents/./x',
    '/var/lib/telegram-bot-api/x',
    '//example.id/x',
    'https://example.id/x',
    'documents//x',
    'documents/',
    '',
    'x'.repeat(2000),
    '\ud800',
  ])('that leaves the folder of the bot is not followed: %j', async (file_path) => {
    expect(readFilePath(file_path)).toBeUndefined();
    const { bot, channel, media } = await open();
    await bot.fault({ fault: answering({ file_path, file_size: 3 }), methods: ['getFile'], times: 1 });
    expect(await outcomeOf(channel.fetch(media, MOST, NEVER))).toBe('gone');
    expect(await bot.calls('file')).toEqual([]);
  });

  it('stays in the folder of the bot, on the same host, whatever it says', () => {
    const hostile = fc.array(
      fc.constantFrom('.', '..', '/', '\\', '%2e', '%2f', '@', ':', '?', '#', '\t', '\n', ' ', 'x', 'é'),
    );
    const folder = 'https://api.example.id/file/bot1:AAE';
    fc.assert(
      fc.property(
        fc.oneof(
          hostile.map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (path) => {
          const read = readFilePath(path);
          if (read === undefined) return;
          const url = new URL(`${folder}/${read}`);
          expect(url.href).toBe(`${folder}/${read}`);
          expect(decodeURIComponent(url.pathname.slice(new URL(folder).pathname.length + 1))).toBe(path);
          expect(url.search + url.hash + url.username).toBe('');
        },
      ),
      { numRuns: 2000 },
    );
  });
});
