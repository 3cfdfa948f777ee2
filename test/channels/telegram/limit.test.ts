/** Our Bot API holds a bot to a number of messages a second, as Telegram does, when a test asks for it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type BotApiProcess, type BotHandle, startBotApi } from '../../support/bot-api/client.ts';
import { Limit } from '../../support/bot-api/limit.ts';

describe('the limit', () => {
  it('is off unless it is asked for', () => {
    const limit = new Limit();
    expect(Array.from({ length: 1000 }, () => limit.take(5))).toEqual(Array(1000).fill(undefined));
  });

  it('takes so many in any second, wherever the second begins, and tells whole seconds to wait', () => {
    const limit = new Limit();
    limit.most = 3;
    const at = (now: number): number | undefined => limit.take(now);
    expect([at(0), at(900), at(950)]).toEqual([undefined, undefined, undefined]);
    expect(at(999)).toBe(1);
    // What was refused does not count.
    expect(at(1000)).toBeUndefined();
    expect(at(1001)).toBe(1);
    expect([at(1900), at(1949)]).toEqual([undefined, 1]);
    expect(at(1950)).toBeUndefined();
  });

  it('lets an even stream through for ever', () => {
    const limit = new Limit();
    limit.most = 30;
    for (let n = 0; n < 1000; n += 1) expect(limit.take(n * 34)).toBeUndefined();
  });
});

describe('over HTTP', () => {
  let api: BotApiProcess;
  beforeAll(async () => {
    api = await startBotApi();
  });
  afterAll(() => api.stop());

  const answer = z.object({
    ok: z.boolean(),
    error_code: z.number().optional(),
    parameters: z.object({ retry_after: z.number() }).optional(),
  });

  async function call({ root, token }: BotHandle, method: string, body: object) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${root}/bot${token}/${method}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return answer.parse(await response.json());
  }

  it('what is too much is refused with retry_after, and so is everything until that has passed', async () => {
    const bot = await api.bot();
    const { chat } = await bot.person();
    const say = () => call(bot, 'sendMessage', { chat_id: chat, text: 'halo' });
    await Promise.all(Array.from({ length: 5 }, say));
    expect(await bot.refusals()).toEqual([]);

    await bot.limit(1);
    const answers = await Promise.all(Array.from({ length: 20 }, say));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const refusal = { ok: false, error_code: 429, parameters: { retry_after: 1 } };
    expect(answers.filter(({ ok }) => !ok)).toEqual(Array(19).fill(refusal));
    expect(await bot.refusals()).toHaveLength(19);
    // Telegram's pause is for the whole bot, whatever it calls.
    expect(await call(bot, 'sendChatAction', { chat_id: chat, action: 'typing' })).toEqual(refusal);
  });

  it('what is paid for has a limit of its own', async () => {
    const bot = await api.bot();
    const { chat } = await bot.person();
    await bot.limit(1);
    const paid = { chat_id: chat, text: 'halo', allow_paid_broadcast: true };
    const answers = await Promise.all(Array.from({ length: 50 }, () => call(bot, 'sendMessage', paid)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await call(bot, 'sendMessage', { chat_id: chat, text: 'halo' })).toMatchObject({ ok: true });
    expect(await call(bot, 'sendMessage', { chat_id: chat, text: 'halo' })).toMatchObject({ ok: false });
  });

  it('only messages count', async () => {
    const bot = await api.bot();
    const { chat } = await bot.person();
    await bot.limit(1);
    const typing = () => call(bot, 'sendChatAction', { chat_id: chat, action: 'typing' });
    const answers = await Promise.all(Array.from({ length: 10 }, typing));
    expect(answers.every(({ ok }) => ok)).toBe(true);
  });
});
