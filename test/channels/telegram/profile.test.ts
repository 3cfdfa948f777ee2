import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type BotApiProcess, startBotApi } from '../../support/bot-api/client.ts';
import { byPolling, type Rig, TEXTS, type Wish } from './open.ts';

let api: BotApiProcess;
const rigs: Rig[] = [];
beforeAll(async () => {
  api = await startBotApi();
});
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.channel.stop();
});
afterAll(() => api.stop());

async function start(wish: Wish = {}): Promise<Rig> {
  const rig = await byPolling(api, wish);
  rigs.push(rig);
  await rig.channel.start(async () => {});
  return rig;
}

const setters = async ({ bot }: Rig): Promise<string[]> =>
  (await bot.calls()).map((call) => call.method).filter((method) => method.startsWith('setMy'));

it('is registered per language, with Indonesian for everybody else', async () => {
  const rig = await start();
  const { id, en } = TEXTS;
  await expect
    .poll(() => rig.bot.tell('profile'))
    .toEqual({
      commands: { '': id.commands, id: id.commands, en: en.commands },
      name: { '': id.name, en: en.name },
      description: { '': id.description, en: en.description },
      shortDescription: { '': id.shortDescription, en: en.shortDescription },
    });
  expect(rig.channel.username()).toBe('ikrar_contoh_bot');
});

it('is left alone at the next start, when nothing differs', async () => {
  const first = await start();
  await expect.poll(() => setters(first)).toHaveLength(9);
  await first.channel.stop();
  const second = await start({ bot: first.bot });
  await expect.poll(() => second.bot.calls('getMyShortDescription')).toHaveLength(6);
  expect(await setters(second)).toHaveLength(9);
});

it('is tried again a little later when Telegram asks to wait, and given up when it asks for hours', async () => {
  const bot = await api.bot();
  const soon = { how: 'error', code: 429, description: 'Too Many Requests: retry after 1', retryAfter: 1 } as const;
  await bot.fault({ fault: soon, methods: ['setMyCommands'], times: 1 });
  const rig = await start({ bot });
  await expect.poll(() => setters(rig)).toHaveLength(10);
  expect(await bot.early()).toBe(0);
  const other = await api.bot();
  const late = { how: 'error', code: 429, description: 'Too Many Requests', retryAfter: 40_000 } as const;
  await other.fault({ fault: late, methods: ['setMyName'] });
  const patient = await start({ bot: other });
  await expect.poll(patient.logged).toContain('telegram profile not registered');
  await patient.channel.stop();
});
