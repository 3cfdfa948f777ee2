import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BotApiProcess, type BotHandle, startBotApi } from '../../support/bot-api/client.ts';
import { Inbox } from '../../support/contract.ts';
import { message } from '../../support/contract-words.ts';
import { SharedLease } from './lease.ts';
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

const QUICK = { pollSeconds: 1, leaseMs: 20 };

async function open(wish: Wish = {}): Promise<Rig & { inbox: Inbox }> {
  const rig = await byPolling(api, { pace: QUICK, ...wish });
  rigs.push(rig);
  const inbox = new Inbox();
  await rig.channel.start(inbox.receive);
  return { ...rig, inbox };
}

/** The offsets that were sent, the last one of each value. */
const offsets = async (bot: BotHandle): Promise<number[]> => {
  const calls = await bot.calls('getUpdates');
  return [...new Set(calls.map(({ params }) => Number(params['offset'] ?? 0)))];
};

describe('the offset', () => {
  it('never passes an update whose turn is under way, while later ones are done', async () => {
    const { bot, inbox } = await open();
    const slow = await bot.person();
    const { promise, resolve } = Promise.withResolvers<void>();
    inbox.turn = (arrival) => (arrival.address.id === slow.address.id ? promise : Promise.resolve());
    await slow.says('pelan');
    await inbox.next();
    const [held = 0] = await bot.waiting();
    for (let n = 0; n < 5; n += 1) {
      const quick = await bot.person();
      await quick.says(`cepat ${n}`);
      expect((await inbox.next()).address).toEqual(quick.address);
    }
    expect(Math.max(...(await offsets(bot)))).toBeLessThanOrEqual(held);
    expect(await bot.waiting()).toHaveLength(6);
    resolve();
    await expect.poll(() => bot.waiting()).toEqual([]);
    expect(inbox.arrivals).toHaveLength(6);
  });

  it('does not pass an update that cannot be committed, and the bot answers when the database is back', async () => {
    const { bot, inbox, logged } = await open();
    const people = await Promise.all(Array.from({ length: 4 }, () => bot.person()));
    let away = true;
    inbox.turn = async () => {
      if (away) throw new Error('the database is away');
    };
    for (const person of people) await person.says('halo');
    for (let n = 0; n < 8; n += 1) await inbox.next();
    expect(await bot.waiting()).toHaveLength(4);
    away = false;
    await expect.poll(() => bot.waiting()).toEqual([]);
    const done = new Set(inbox.arrivals.map((arrival) => arrival.address.id));
    expect(done.size).toBe(4);
    expect(logged()).toContain('telegram turn failed');
  });

  it('confirms what is done when it stops, and leaves what is not', async () => {
    const { bot, inbox, channel } = await open();
    const [first, second] = [await bot.person(), await bot.person()];
    inbox.turn = async (arrival) => {
      if (arrival.address.id === second.address.id) throw new Error('the database is away');
    };
    await first.says('satu');
    await second.says('dua');
    await second.says('tiga');
    await inbox.next();
    await inbox.next();
    const all = await bot.waiting();
    await channel.stop();
    expect(await bot.waiting()).toEqual(all.slice(-2));
    const next = await open({ bot });
    expect((await next.inbox.next()).act).toEqual({ kind: 'text', text: 'dua' });
    expect((await next.inbox.next()).act).toEqual({ kind: 'text', text: 'tiga' });
    expect(next.inbox.arrivals).toHaveLength(2);
  });

  it('gets through many more than fit into one answer, each once and in order', async () => {
    const { bot, inbox } = await open();
    const people = await Promise.all(Array.from({ length: 20 }, () => bot.person()));
    for (let n = 0; n < 15; n += 1) await Promise.all(people.map((person) => person.says(String(n))));
    await expect.poll(() => bot.waiting()).toEqual([]);
    for (const person of people) {
      const own = inbox.arrivals.filter((arrival) => arrival.address.id === person.address.id);
      expect(own.map((arrival) => arrival.act)).toEqual(
        Array.from({ length: 15 }, (_, n) => ({ kind: 'text', text: String(n) })),
      );
    }
  });
});

describe('one process polls', () => {
  it('and the next takes over when it stops', async () => {
    const lease = new SharedLease();
    const first = await open({ lease: lease.of('first') });
    const person = await first.bot.person();
    await person.says('satu');
    await first.inbox.next();
    const second = await open({ lease: lease.of('second'), bot: first.bot });
    await person.says('dua');
    expect((await first.inbox.next()).act).toEqual({ kind: 'text', text: 'dua' });
    expect(second.inbox.arrivals).toEqual([]);
    await first.channel.stop();
    await person.says('tiga');
    expect((await second.inbox.next()).act).toEqual({ kind: 'text', text: 'tiga' });
    expect(first.inbox.arrivals).toHaveLength(2);
    expect(second.inbox.arrivals).toHaveLength(1);
  });

  it('and stops at once when the lease is lost, without confirming what it did not do', async () => {
    const lease = new SharedLease();
    const first = await open({ lease: lease.of('first') });
    const person = await first.bot.person();
    first.inbox.turn = async () => {
      throw new Error('the database is away');
    };
    await person.says('satu');
    await first.inbox.next();
    lease.grab('second');
    const second = await open({ lease: lease.of('second'), bot: first.bot });
    expect((await second.inbox.next()).act).toEqual({ kind: 'text', text: 'satu' });
    await expect.poll(() => first.bot.waiting()).toEqual([]);
    expect(first.logged()).toContain('telegram lease lost');
  });

  it('and waits when the lease cannot be asked for', async () => {
    const lease = new SharedLease();
    const port = lease.of('first');
    let away = true;
    const acquire = async (): Promise<boolean> => {
      if (away) throw new Error('the database is away');
      return port.acquire();
    };
    const { bot, inbox, logged } = await open({ lease: { ...port, acquire } });
    await (await bot.person()).says('halo');
    await expect.poll(logged).toContain('telegram lease unavailable');
    expect(await bot.calls('getUpdates')).toEqual([]);
    away = false;
    expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'halo' });
  });
});

describe('a poll that fails', () => {
  it('because somebody else polls: says so, and goes on when they are gone', async () => {
    const { bot, inbox, channel, logged } = await open();
    await expect.poll(() => bot.calls('getUpdates')).not.toEqual([]);
    const intruder = await fetch(`${bot.root}/bot${bot.token}/getUpdates?timeout=0`);
    expect(intruder.status).toBe(200);
    await expect.poll(() => channel.trouble()).toBe('telegram: getUpdates failed: 409');
    await (await bot.person()).says('halo');
    expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'halo' });
    expect(channel.trouble()).toBeUndefined();
    expect(logged()).toContain('telegram polling again');
  });

  it.each([
    [
      'the token was withdrawn',
      { how: 'error', code: 401, description: 'Unauthorized' },
      'telegram: the token is refused',
    ],
    ['a proxy is in trouble', { how: 'garbage', status: 502, body: '<html>' }, 'telegram: getUpdates failed: 502'],
    ['the connection breaks', { how: 'drop', carriedOut: false }, 'telegram: getUpdates failed: UND_ERR_SOCKET'],
  ] as const)('because %s', async (_, fault, trouble) => {
    const bot = await api.bot();
    await bot.fault({ fault, methods: ['getUpdates'] });
    const { inbox, channel } = await open({ bot });
    await expect.poll(() => channel.trouble()).toBe(trouble);
    await (await bot.person()).says('halo');
    await bot.tell('mend');
    expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'halo' });
    expect(channel.trouble()).toBeUndefined();
  });

  it('because a webhook is still set: removes it', async () => {
    const bot = await api.bot();
    await fetch(`${bot.root}/bot${bot.token}/setWebhook?url=http://127.0.0.1:9/`);
    const { inbox } = await open({ bot });
    await (await bot.person()).says('halo');
    expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'halo' });
    expect(await bot.calls('deleteWebhook')).toHaveLength(1);
  });
});

describe('a tap', () => {
  it('is answered after its turn, not before', async () => {
    const { bot, inbox, channel } = await open();
    const person = await bot.person();
    const choices = [{ data: 'x', label: 'Ya' }];
    await channel.send(person.address, message('Ya?', { choices }));
    const commit = inbox.hold();
    await person.taps('Ya');
    await inbox.next();
    expect(await bot.tell('queries')).toBe(1);
    commit();
    await expect.poll(() => bot.tell('queries')).toBe(0);
  });
});
