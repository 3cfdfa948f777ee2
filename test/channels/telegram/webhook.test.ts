import { Readable } from 'node:stream';
import fc from 'fast-check';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { telegramWebhook } from '../../../src/web/webhooks.ts';
import { type BotApiProcess, startBotApi } from '../../support/bot-api/client.ts';
import { Inbox } from '../../support/contract.ts';
import { hostileUpdate } from './hostile.ts';
import { byWebhook, type Rig, SECRET } from './open.ts';

let api: BotApiProcess;
const rigs: Rig[] = [];
beforeAll(async () => {
  api = await startBotApi();
});
afterEach(async () => {
  for (const rig of rigs.splice(0)) {
    await rig.channel.stop();
    await rig.close();
  }
});
afterAll(() => api.stop());

async function open(): Promise<Rig & { inbox: Inbox; post: (body: string, secret?: string) => Promise<Response> }> {
  const rig = await byWebhook(api);
  rigs.push(rig);
  const inbox = new Inbox();
  await rig.channel.start(inbox.receive);
  const post = (body: string, secret = SECRET): Promise<Response> =>
    fetch(rig.url ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
      body,
    });
  return { ...rig, inbox, post };
}

let updateId = 1;
const update = (kind: string, body: object): string => {
  updateId += 1;
  return JSON.stringify({ update_id: updateId, [kind]: body });
};
const from = { id: 7, is_bot: false, first_name: 'Contoh' };
const chat = { id: 7, type: 'private' };
const words = (text: string, id = 1): string => update('message', { message_id: id, date: 1, chat, from, text });
const tap = (): string =>
  update('callback_query', {
    id: '4711',
    from,
    chat_instance: '1',
    data: 'x',
    message: { message_id: 1, date: 1, chat, text: 'Ya?' },
  });

describe('the webhook refuses', () => {
  it.each(['', 'wrong', `${SECRET}x`, SECRET.slice(0, -1)])('whoever does not know the secret: %j', async (secret) => {
    const { post, inbox } = await open();
    expect((await post(words('halo'), secret)).status).toBe(401);
    expect(inbox.arrivals).toEqual([]);
  });

  it('whoever brings no secret at all', async () => {
    const { url, inbox } = await open();
    expect((await fetch(url ?? '', { method: 'POST', body: words('halo') })).status).toBe(401);
    expect(inbox.arrivals).toEqual([]);
  });

  it('to exist without a secret', async () => {
    const { channel } = await open();
    const log = { warn: () => {} };
    expect(() => telegramWebhook({ channel, secret: '', log })).toThrow(TypeError);
  });

  it('what is too large, whether its length is told or not', async () => {
    const { post, inbox, url } = await open();
    const huge = words('x'.repeat(1024 * 1024));
    expect((await post(huge)).status).toBe(413);
    const headers = { 'x-telegram-bot-api-secret-token': SECRET };
    const chunked = async (body: string): Promise<number> => {
      const response = await request(url ?? '', { method: 'POST', headers, body: Readable.from([body]) });
      await response.body.dump();
      return response.statusCode;
    };
    expect(await chunked(huge)).toBe(413);
    expect(inbox.arrivals).toEqual([]);
    expect(await chunked(words('halo'))).toBe(200);
    expect(inbox.arrivals).toHaveLength(1);
  });

  it.each(['', 'halo', '{', '{"update_id":'])('what is not JSON: %j', async (body) => {
    const { post } = await open();
    expect((await post(body)).status).toBe(400);
  });

  it('updates before it is started and after it stopped, so that they come again', async () => {
    const { post, channel } = await open();
    const early = await byWebhook(api);
    rigs.push(early);
    await expect(early.channel.take(JSON.parse(words('halo')))).rejects.toThrow();
    await channel.stop();
    expect((await post(words('halo'))).status).toBe(503);
  });
});

describe('the webhook takes', () => {
  it.each(['null', '7', '"x"', '[]', '{}', '{"update_id":"x"}', '{"update_id":1}', '{"update_id":1,"message":7}'])(
    'what means nothing without a word: %s',
    async (body) => {
      const { post, inbox } = await open();
      const response = await post(body);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('');
      expect(inbox.arrivals).toEqual([]);
    },
  );

  it('whatever comes, without ever failing', async () => {
    const { channel } = await open();
    await fc.assert(
      fc.asyncProperty(hostileUpdate, async (hostile) => {
        const numbered = typeof hostile === 'object' && hostile ? { ...hostile, update_id: 1 } : hostile;
        expect(await channel.take(numbered)).toSatisfy((reply) => reply === undefined || typeof reply === 'string');
      }),
      { numRuns: 500 },
    );
  });

  it('a tap, and has it answered by the answer itself, once the turn is committed', async () => {
    const { post, inbox, bot } = await open();
    const commit = inbox.hold();
    let answered = false;
    const response = post(tap()).then((answer) => {
      answered = true;
      return answer;
    });
    await inbox.next();
    await bot.waiting(); // a round trip
    expect(answered).toBe(false);
    commit();
    expect(await (await response).json()).toEqual({ method: 'answerCallbackQuery', callback_query_id: '4711' });
    expect(await bot.calls('answerCallbackQuery')).toEqual([]);
  });

  it('a tap, but has it not answered when the turn failed', async () => {
    const { post, inbox } = await open();
    inbox.turn = async () => {
      throw new Error('the database is away');
    };
    const response = await post(tap());
    expect(response.status).toBe(503);
    expect(await response.text()).toBe('');
  });

  it('messages of one chat one after another, however many come at once', async () => {
    const { inbox, channel } = await open();
    let running = 0;
    let most = 0;
    inbox.turn = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    const texts = Array.from({ length: 50 }, (_, n) => String(n));
    await Promise.all(texts.map((text, n) => channel.take(JSON.parse(words(text, n + 1)))));
    expect(most).toBe(1);
    expect(inbox.arrivals.map((arrival) => arrival.act)).toEqual(texts.map((text) => ({ kind: 'text', text })));
  });

  it('the next message of a chat although the one before failed', async () => {
    const { inbox, channel } = await open();
    const badRow = new Error('a bad row');
    let fails = true;
    inbox.turn = async () => {
      const failing = fails;
      fails = false;
      if (failing) throw badRow;
    };
    const results = await Promise.allSettled([
      channel.take(JSON.parse(words('satu', 1))),
      channel.take(JSON.parse(words('dua', 2))),
    ]);
    // The very error: grammY's own around it would carry the update, and the update the person's words.
    expect(results).toEqual([
      { status: 'rejected', reason: badRow },
      { status: 'fulfilled', value: undefined },
    ]);
  });

  it('from Telegram only what it asked for', async () => {
    const { bot, url } = await open();
    const [call] = await bot.calls('setWebhook');
    expect(call?.params).toMatchObject({
      url,
      secret_token: SECRET,
      allowed_updates: ['message', 'edited_message', 'channel_post', 'callback_query', 'my_chat_member'],
    });
  });

  it('a withdrawal of the permission to write', async () => {
    const { bot, blocked } = await open();
    const person = await bot.person();
    await person.blocks(true);
    await expect.poll(() => blocked).toEqual([person.address]);
    await person.blocks(false);
    await expect.poll(() => bot.waiting()).toEqual([]);
    expect(blocked).toHaveLength(1);
  });
});
