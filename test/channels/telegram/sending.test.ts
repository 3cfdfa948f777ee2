import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SendError } from '../../../src/channels/channel.ts';
import { type BotApiProcess, startBotApi } from '../../support/bot-api/client.ts';
import { CHOICES, message } from '../../support/contract-words.ts';
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

async function open(wish: Wish = {}): Promise<Rig> {
  const rig = await byPolling(api, wish);
  rigs.push(rig);
  await rig.channel.start(async () => {});
  return rig;
}

async function outcomeOf(sent: Promise<unknown>): Promise<SendError['outcome'] | 'sent'> {
  try {
    await sent;
    return 'sent';
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    return error.outcome;
  }
}

describe('broadcasts', () => {
  const paidOf = async ({ bot }: Rig): Promise<readonly unknown[]> =>
    (await bot.calls('sendMessage')).map(({ params }) => params['allow_paid_broadcast']);

  it('are paid for where the operator wants it, and answers never are', async () => {
    const rig = await open({ paysForBroadcasts: true });
    const { address } = await rig.bot.person();
    await rig.channel.send(address, { ...message('satu'), broadcast: true });
    await rig.channel.send(address, message('dua'));
    expect(await paidOf(rig)).toEqual([true, undefined]);
  });

  it('are not paid for otherwise', async () => {
    const rig = await open();
    await rig.channel.send((await rig.bot.person()).address, { ...message('satu'), broadcast: true });
    expect(await paidOf(rig)).toEqual([undefined]);
  });
});

describe('too many requests', () => {
  it('hold the whole bot until the time has passed, and nothing is lost to the next one', async () => {
    const { bot, channel } = await open();
    const [first, second] = [await bot.person(), await bot.person()];
    await expect.poll(() => bot.calls('setMyShortDescription')).toHaveLength(2); // the profile is written
    const fault = { how: 'error', code: 429, description: 'Too Many Requests: retry after 1', retryAfter: 1 } as const;
    await bot.fault({ fault, times: 1, methods: ['sendMessage'] });
    expect(await outcomeOf(channel.send(first.address, message('satu')))).toEqual({
      kind: 'retry',
      waitMs: 1000,
      everybody: true,
      everywhere: true,
    });
    const held = await outcomeOf(channel.send(second.address, message('dua')));
    if (held === 'sent' || held.kind !== 'retry') throw new Error('not held');
    expect(held.everybody).toBe(true);
    expect(held.waitMs).toBeGreaterThan(0);
    expect(held.waitMs).toBeLessThanOrEqual(1000);
    channel.typing(second.address);
    expect(await bot.calls('sendMessage')).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, held.waitMs + 5)); // as delivery is told to
    expect(await outcomeOf(channel.send(second.address, message('dua')))).toBe('sent');
    expect(await bot.early()).toBe(0);
    expect(await bot.calls('sendChatAction')).toEqual([]);
  });

  it('also hold what a tap is answered with, when polling', async () => {
    const { bot, channel } = await open();
    const person = await bot.person();
    await channel.send(person.address, message('Butir 1', { choices: CHOICES }));
    await expect.poll(() => bot.calls('setMyShortDescription')).toHaveLength(2);
    const fault = { how: 'error', code: 429, description: 'Too Many Requests: retry after 1', retryAfter: 1 } as const;
    await bot.fault({ fault, times: 1, methods: ['sendMessage'] });
    await outcomeOf(channel.send(person.address, message('satu')));
    await person.taps('Belum');
    await expect.poll(() => bot.tell('queries')).toBe(0);
    expect(await bot.early()).toBe(0);
  });
});

it('a question that is tapped on costs one call, and one that is answered in words takes one more', async () => {
  const { bot, channel } = await open();
  const person = await bot.person();
  const ask = (more = {}): Promise<readonly string[]> =>
    channel.send(person.address, message(`Butir ${Math.random()}`, { choices: CHOICES, settles: true, ...more }));
  const counted = async (): Promise<unknown[]> => {
    const calls = await bot.calls();
    return calls.map(({ method }) => method).filter((method) => /^(send|edit)/.test(method));
  };
  await ask();
  for (let n = 0; n < 3; n += 1) await ask({ answered: 't1', replaces: true });
  expect(await counted()).toEqual(['sendMessage', 'editMessageText', 'editMessageText', 'editMessageText']);
  await ask();
  expect((await counted()).slice(4).sort()).toEqual(['editMessageReplyMarkup', 'sendMessage']);
});

describe('a send that gets no answer', () => {
  it('in time may be tried again', async () => {
    const { bot, channel } = await open({ pace: { timeoutSeconds: 1, pollSeconds: 0.5 } });
    const person = await bot.person();
    await bot.fault({ fault: { how: 'hang' }, methods: ['sendMessage'], times: 1 });
    expect(await outcomeOf(channel.send(person.address, message('halo')))).toMatchObject({
      kind: 'retry',
      everybody: false,
    });
    expect(await outcomeOf(channel.send(person.address, message('halo')))).toBe('sent');
  });

  it('because the connection broke may be tried again, though it may be there already', async () => {
    const { bot, channel } = await open();
    const person = await bot.person();
    await bot.fault({ fault: { how: 'drop', carriedOut: true }, methods: ['sendMessage'], times: 1 });
    expect(await outcomeOf(channel.send(person.address, message('halo')))).toMatchObject({
      kind: 'retry',
      everybody: false,
    });
    expect(await person.sees()).toHaveLength(1);
  });

  it('waits longer each time, and begins anew once it went through', async () => {
    const { bot, channel } = await open();
    const person = await bot.person();
    const waits: number[] = [];
    await bot.fault({ fault: { how: 'garbage', status: 500, body: '' }, methods: ['sendMessage'], times: 5 });
    for (let n = 0; n < 5; n += 1) {
      const outcome = await outcomeOf(channel.send(person.address, message('halo')));
      if (outcome !== 'sent' && outcome.kind === 'retry') waits.push(outcome.waitMs);
    }
    expect(waits).toHaveLength(5);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    await channel.send(person.address, message('halo'));
    await bot.fault({ fault: { how: 'garbage', status: 500, body: '' }, methods: ['sendMessage'], times: 1 });
    const again = await outcomeOf(channel.send(person.address, message('halo')));
    expect(again).toMatchObject({ waitMs: expect.any(Number) });
    if (again !== 'sent' && again.kind === 'retry') expect(again.waitMs).toBeLessThan(waits[1] ?? 0);
  });
});

describe('what Telegram says, and what it means', () => {
  it.each([
    [400, 'Bad Request: chat not found', { kind: 'rejected', code: 400 }],
    [403, 'Forbidden: user is deactivated', { kind: 'blocked' }],
    [403, "Forbidden: bot can't initiate conversation with a user", { kind: 'blocked' }],
    [413, 'Request Entity Too Large', { kind: 'rejected', code: 413 }],
    [401, 'Unauthorized', { kind: 'retry', waitMs: expect.any(Number), everybody: true }],
    [500, 'Internal Server Error', { kind: 'retry', waitMs: expect.any(Number), everybody: false, unknown: true }],
    [502, 'Bad Gateway', { kind: 'retry', waitMs: expect.any(Number), everybody: false, unknown: true }],
  ] as const)('%i %s', async (code, description, outcome) => {
    const { bot, channel } = await open();
    const person = await bot.person();
    await bot.fault({ fault: { how: 'error', code, description }, methods: ['sendMessage'] });
    expect(await outcomeOf(channel.send(person.address, message('halo')))).toEqual(outcome);
    expect(channel.trouble()).toBe(code === 401 ? 'telegram: the token is refused' : undefined);
  });

  it('an edit that is refused for good becomes a new message; one refused for now does not', async () => {
    const { bot, channel } = await open();
    const person = await bot.person();
    await channel.send(person.address, message('Butir 1', { choices: CHOICES }));
    const next = message('Butir 2', { choices: CHOICES, answered: 't1', replaces: true });
    await bot.fault({ fault: { how: 'error', code: 500, description: 'x' }, methods: ['editMessageText'], times: 1 });
    expect(await outcomeOf(channel.send(person.address, next))).toMatchObject({ kind: 'retry' });
    expect(await person.sees()).toMatchObject([{ text: 'Butir 1' }]);
    const tooOld = { how: 'error', code: 400, description: "Bad Request: message can't be edited" } as const;
    await bot.fault({ fault: tooOld, methods: ['editMessageText'], times: 1 });
    await channel.send(person.address, next);
    expect(await person.sees()).toMatchObject([{ text: 'Butir 1' }, { text: 'Butir 2' }]);
  });

  it('never opens previews of links', async () => {
    const { bot, channel } = await open();
    await channel.send((await bot.person()).address, message('<a href="https://example.id">x</a>'));
    const [call] = await bot.calls('sendMessage');
    expect(call?.params).toMatchObject({ parse_mode: 'HTML', link_preview_options: { is_disabled: true } });
  });

  it('a name of a file that would break a header', async () => {
    const { bot, channel } = await open();
    const person = await bot.person();
    const file = { name: 'ser"ti;fi\r\nkat é.pdf', type: 'application/pdf', bytes: new Uint8Array([1]) } as const;
    await channel.send(person.address, message('x', { file }));
    expect(await person.sees()).toMatchObject([{ file: { name: 'ser_ti_fi_kat_.pdf', size: 1 } }]);
  });
});

describe('what is sent is named', () => {
  const file = { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1]) } as const;
  it.each([
    ['one text', message('halo'), ['1']],
    ['a text of three messages', message('kata '.repeat(2000)), ['1', '2', '3']],
    ['a picture', message('halo', { file }), ['1']],
    ['a picture with its words above it', message('kata '.repeat(300), { file }), ['1', '2']],
    ['a document', message('halo', { file: { ...file, type: 'application/pdf' } }), ['1']],
  ])('%s', async (_, said, names) => {
    const { bot, channel } = await open();
    expect(await channel.send((await bot.person()).address, said)).toEqual(names);
  });

  it('by the message that was changed, also when nothing changed; by the new one when it could not be', async () => {
    const { bot, channel } = await open();
    const { address } = await bot.person();
    const question = message('Butir 1', { choices: CHOICES });
    expect(await channel.send(address, question)).toEqual(['1']);
    expect(await channel.send(address, { ...question, answered: 't1', replaces: true })).toEqual(['1']);
    const next = message('Butir 2', { answered: 't1', replaces: true });
    expect(await channel.send(address, next)).toEqual(['1']);
    expect(await channel.send(address, { ...next, answered: 't99' })).toEqual(['2']);
  });
});
