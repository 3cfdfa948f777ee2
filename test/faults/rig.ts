/** A bot on a database, and people on Telegram who write to it: what the tests of faults begin with. */
import { expect, onTestFinished } from 'vitest';
import { Child } from '../support/child.ts';
import { Crowd, type People } from '../support/crowd/client.ts';
import { Bot, eventually, freePort, type Settings, UNSET } from './bot.ts';
import { type Gate, gateTo } from './gate.ts';
import { leaks } from './leaks.ts';
import { enrol, nips, outcomes, type Store } from './store.ts';

export const WEBHOOK_SECRET = 'synthetic-webhook-secret';

export interface Rig {
  readonly store: Store;
  readonly crowd: Crowd;
  /** Every bot that was asked for. */
  readonly bots: readonly Bot[];
  /** A bot that is not started; one more is one more replica. `how`: by polling, unless it says more. */
  bot(how?: (url: string) => Settings): Promise<Bot>;
}

/** People who make their pledges. Everything ends with the test. */
export const rig = (openStore: () => Promise<Store>, people: number, seed = 1): Promise<Rig> =>
  rigOf(openStore, { nips: nips(people), reporters: 0, photo: Buffer.of() }, seed);

/** Everything ends with the test. */
export async function rigOf<S extends Store>(
  openStore: () => Promise<S>,
  people: People,
  seed: number,
): Promise<Rig & { readonly store: S }> {
  const store = await openStore();
  onTestFinished(store.drop);
  const crowd = await Crowd.gather(people, seed);
  onTestFinished(() => crowd.close());
  await enrol(store, crowd.guests);
  const bots: Bot[] = [];
  return {
    store,
    crowd,
    bots,
    bot: async (how = byPolling) => {
      const port = await freePort();
      const bot = new Bot({
        ...store.settings,
        PORT: String(port),
        TELEGRAM_BOT_TOKEN: crowd.bot.token,
        TELEGRAM_API_ROOT: crowd.bot.root,
        SIMULATOR: 'off',
        LOG_LEVEL: 'trace',
        ...how(`http://127.0.0.1:${port}`),
      });
      onTestFinished(() => bot.clear());
      bots.push(bot);
      return bot;
    },
  };
}

/** Resolves with what a command of the operator said, once it ended well. */
export async function command({ store }: Rig, name: string, ...args: readonly string[]): Promise<string> {
  const child = new Child(`src/cli/${name}.ts`, args, { ...UNSET, ...store.settings });
  const { code } = await child.ended;
  expect(code, child.errors).toBe(0);
  return child.lines.join('\n');
}

/** By webhook: Telegram calls there. */
export const byWebhook = (url: string): Settings => ({
  TELEGRAM_MODE: 'webhook',
  TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
  PUBLIC_URL: url,
});

/** By polling, as without further settings. */
export const byPolling = (): Settings => ({});

/** A bot that reaches its PostgreSQL through a gate. */
export async function behindAGate(
  { store, bot }: Rig,
  how: (url: string) => Settings,
): Promise<{ gate: Gate; one: Bot }> {
  const gate = await gateTo(store.settings['DATABASE_URL'] ?? '');
  onTestFinished(() => gate.shut());
  return { gate, one: await bot((url) => ({ ...how(url), DATABASE_URL: gate.url })) };
}

/**
 * Resolves when everything that turns have asked for is carried out and said. What a bot that was killed had sent and not
 * forgotten is sent again when its lease is over. A bot runs.
 */
export const allDone = ({ store }: Rig): Promise<true> =>
  eventually(
    () =>
      store.look(async ({ db }) => ((await db.errand.count()) + (await db.outbox.count()) === 0 ? true : undefined)),
    'the end of all errands and replies',
  );

/**
 * Everybody has read that their pledge is recorded, and holds both its certificates; it is recorded, and it and everything
 * else happened once. And no bot wrote a word about anybody.
 */
export async function expectAllOnce({ store, crowd, bots }: Rig): Promise<void> {
  const { acknowledged, certificates } = await crowd.report();
  expect(acknowledged).toHaveLength(crowd.guests.length);
  const files = ['document', 'photo'] as const;
  expect(certificates).toEqual(crowd.guests.map(({ nip }) => ({ nip, files, refused: false })));
  const found = await outcomes(store, crowd.guests);
  for (const { nip, wrongCode } of crowd.guests) {
    expect(found.get(nip), nip).toEqual({ pledges: ['valid contact verified'], tries: wrongCode ? 1 : 0 });
  }
  await store.look(async ({ db }) => {
    expect(await db.contact.count({ where: { reminders: true } })).toBe(crowd.guests.length);
    expect(await db.outbox.count()).toBe(0);
  });
  expect(await crowd.bot.waiting()).toEqual([]);
  expect(leaks(bots, crowd)).toEqual([]);
}
