import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SendError } from '../../../src/channels/channel.ts';
import { type BotApiProcess, startBotApi } from '../../support/bot-api/client.ts';
import type { Fault } from '../../support/bot-api/faults.ts';
import type { TelegramPerson } from '../../support/bot-api/person.ts';
import { message } from '../../support/contract-words.ts';
import { byPolling, type Rig } from './open.ts';

let api: BotApiProcess;
const rigs: Rig[] = [];
beforeAll(async () => {
  api = await startBotApi();
});
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.channel.stop();
});
afterAll(() => api.stop());

async function open(): Promise<Rig & { person: TelegramPerson; said: (text: string) => Promise<string> }> {
  const rig = await byPolling(api);
  rigs.push(rig);
  await rig.channel.start(async () => {});
  const person = await rig.bot.person();
  const said = async (text: string): Promise<string> => {
    const [name = ''] = await rig.channel.send(person.address, message(text));
    return name;
  };
  return { ...rig, person, said };
}

const left = async (person: TelegramPerson): Promise<string[]> => (await person.holds()).map(({ text }) => text);
const numbers = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n + 1));

describe('a long conversation', () => {
  it('is erased a hundred messages at a time, the newest first, each once', async () => {
    const { bot, channel, person } = await open();
    await channel.erase(person.address, [...numbers(250), '7', '250']);
    const calls = (await bot.calls('deleteMessages')).map(({ params }) => params['message_ids']);
    expect(calls).toEqual([
      Array.from({ length: 50 }, (_, n) => n + 201),
      Array.from({ length: 100 }, (_, n) => n + 101),
      Array.from({ length: 100 }, (_, n) => n + 1),
    ]);
  });

  it('is left alone where nothing is named', async () => {
    const { bot, channel, person } = await open();
    await channel.erase(person.address, ['', '0', '-1', '01', '1e3', 'x', '+5', '99999999999']);
    const name = '5';
    await channel.erase(person.address, [name], `t${name}`);
    expect(await bot.calls('deleteMessages')).toEqual([]);
  });
});

describe('what Telegram will not delete', () => {
  it.each([1, 2, 7, 19, 20])('stays, and everything else goes: %i of 20 are too old', async (old) => {
    const { bot, channel, person, said } = await open();
    const names: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      names.push(await said(String(n)));
      if (n === old - 1) await person.waits(49);
    }
    await channel.erase(person.address, names);
    expect(await left(person)).toEqual(numbers(old).map((n) => String(Number(n) - 1)));
    // Not one by one: Telegram counts calls.
    expect((await bot.calls('deleteMessages')).length).toBeLessThanOrEqual(13);
  });

  it('is waited for no more, whatever the reason', async () => {
    const { bot, channel, person, said } = await open();
    const names = [await said('satu'), await said('dua')];
    const fault = { how: 'error', code: 400, description: "Bad Request: message can't be deleted" } as const;
    await bot.fault({ fault, methods: ['deleteMessages'] });
    await channel.erase(person.address, names);
    expect(await left(person)).toEqual(['satu', 'dua']);
  });

  it.each([
    ['one', [3]],
    ['the newest', [7]],
    ['the oldest', [0]],
    ['several', [1, 4, 5]],
  ])('does not keep what is around it: %s of 8', async (_, kept) => {
    const { channel, person, said } = await open();
    const names: string[] = [];
    for (let n = 0; n < 8; n += 1) names.push(await said(String(n)));
    for (const n of kept) await person.waits(49, names[n]);
    await channel.erase(person.address, names);
    expect(await left(person)).toEqual(kept.map(String));
  });
});

describe('a deletion that fails', () => {
  const outcomeOf = async (erased: Promise<void>): Promise<SendError['outcome'] | 'done'> => {
    try {
      await erased;
      return 'done';
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      return error.outcome;
    }
  };
  const refusing = (code: number, retryAfter?: number): Fault => ({
    how: 'error',
    code,
    description: 'x',
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
  const away = { kind: 'retry', waitMs: expect.any(Number), everybody: false, unknown: true };

  it.each<[string, Fault, object | 'done']>([
    ['because the person blocked the bot is none', refusing(403), 'done'],
    ['for ever is none', refusing(413), 'done'],
    ['because Telegram is in trouble', refusing(500), away],
    ['because the connection breaks', { how: 'drop', carriedOut: true }, away],
    ['because the token was withdrawn', refusing(401), { kind: 'retry', waitMs: expect.any(Number), everybody: true }],
    [
      'because of too many requests',
      refusing(429, 2),
      { kind: 'retry', waitMs: 2000, everybody: true, everywhere: true },
    ],
  ])('%s', async (_, fault, outcome) => {
    const { bot, channel, person, said } = await open();
    const names = [await said('satu')];
    await bot.fault({ fault, methods: ['deleteMessages'], times: 1 });
    expect(await outcomeOf(channel.erase(person.address, names))).toEqual(outcome);
  });

  it('half way is done when it is tried again', async () => {
    const { bot, channel, person, said } = await open();
    const names = [await said('satu'), ...numbers(120), await said('dua')];
    await bot.fault({ fault: { how: 'drop', carriedOut: true }, methods: ['deleteMessages'], times: 1 });
    expect(await outcomeOf(channel.erase(person.address, names))).toEqual(away);
    expect(await outcomeOf(channel.erase(person.address, names))).toBe('done');
    expect(await left(person)).toEqual([]);
  });

  it('does not begin while Telegram wants to be left alone', async () => {
    const { bot, channel, person, said } = await open();
    const names = [await said('satu')];
    await bot.fault({ fault: refusing(429, 5), methods: ['sendMessage'], times: 1 });
    await expect(said('dua')).rejects.toThrow(SendError);
    expect(await outcomeOf(channel.erase(person.address, names))).toMatchObject({ kind: 'retry', everybody: true });
    expect(await bot.calls('deleteMessages')).toEqual([]);
  });
});
