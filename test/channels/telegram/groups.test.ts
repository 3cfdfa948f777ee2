import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type BotApiProcess, type BotHandle, startBotApi } from '../../support/bot-api/client.ts';
import { Inbox } from '../../support/contract.ts';
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

const GROUP = -100_200;
const from = { id: 7, is_bot: false, first_name: 'Contoh', language_code: 'en' };

async function open(): Promise<Rig & { inbox: Inbox }> {
  const rig = await byPolling(api);
  rigs.push(rig);
  await rig.bot.tell('group', { id: GROUP });
  const inbox = new Inbox();
  await rig.channel.start(inbox.receive);
  return { ...rig, inbox };
}

const happens = (bot: BotHandle, kind: string, body: object): Promise<unknown> => bot.tell('happens', { kind, body });
/** In a channel it is the channel that speaks. */
const says = (bot: BotHandle, text: string, type = 'supergroup'): Promise<unknown> => {
  const said = { message_id: 1, date: 1, chat: { id: GROUP, type }, text };
  return type === 'channel' ? happens(bot, 'channel_post', said) : happens(bot, 'message', { ...said, from });
};
const isAdded = (bot: BotHandle, type: string, status: string): Promise<unknown> =>
  happens(bot, 'my_chat_member', {
    chat: { id: GROUP, type },
    from,
    date: 1,
    old_chat_member: { status: 'left' },
    new_chat_member: { status },
  });

/** What was said in the group, once everything before has been taken. */
async function said({ bot, inbox }: { bot: BotHandle; inbox: Inbox }): Promise<readonly unknown[]> {
  const person = await bot.person();
  await person.says('selesai');
  await inbox.next();
  await expect.poll(() => bot.waiting()).toEqual([]);
  const calls = await bot.calls('sendMessage');
  return calls.map(({ params }) => [params['chat_id'], params['text']]);
}
const TOLD = [[GROUP, 'Tulis ke <a href="https://t.me/ikrar_contoh_bot">@ikrar_contoh_bot</a> en']];

it.each([
  ['group', 'member'],
  ['supergroup', 'administrator'],
  ['channel', 'administrator'],
])('a %s is told once where the bot is, when it is added as %s', async (type, status) => {
  const rig = await open();
  await isAdded(rig.bot, type, status);
  await isAdded(rig.bot, type, status);
  await says(rig.bot, '/ikrar', type);
  await expect.poll(() => rig.bot.calls('sendMessage')).toHaveLength(1);
  expect(await said(rig)).toEqual(TOLD);
  expect(rig.inbox.arrivals).toHaveLength(1);
});

it('or at the first command', async () => {
  const rig = await open();
  await says(rig.bot, 'halo semua');
  await says(rig.bot, '/ikrar@another_bot');
  expect(await said(rig)).toEqual([]);
  await says(rig.bot, '/ikrar@Ikrar_Contoh_Bot');
  await says(rig.bot, '/ikrar');
  await expect.poll(() => rig.bot.calls('sendMessage')).toHaveLength(1);
  expect(await said(rig)).toEqual(TOLD);
});

it.each([
  ['a command in a channel', 'channel', '/ikrar', 'id'],
  ['its name in a channel', 'channel', 'Silakan berikrar lewat @ikrar_contoh_bot.', 'id'],
  ['its name in a group', 'supergroup', '@Ikrar_Contoh_Bot halo', 'en'],
])('or at %s', async (_, type, text, language) => {
  const rig = await open();
  await says(rig.bot, 'halo @ikrar_contoh_bots dan semua', type);
  expect(await said(rig)).toEqual([]);
  await says(rig.bot, text, type);
  await says(rig.bot, text, type);
  await expect.poll(() => rig.bot.calls('sendMessage')).toHaveLength(1);
  expect(await said(rig)).toEqual(TOLD.map(([chat, words]) => [chat, String(words).replace(/en$/, language)]));
});

it('and nothing when it is removed, or may not write there', async () => {
  const rig = await open();
  await isAdded(rig.bot, 'group', 'left');
  await isAdded(rig.bot, 'group', 'kicked');
  expect(await said(rig)).toEqual([]);
  const fault = { how: 'error', code: 403, description: 'Forbidden: bot is not a member' } as const;
  await rig.bot.fault({ fault, methods: ['sendMessage'] });
  await says(rig.bot, '/ikrar');
  expect(await said(rig)).toEqual(TOLD); // tried, and no more
  expect(rig.channel.trouble()).toBeUndefined();
});
