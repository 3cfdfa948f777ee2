/** What whoever looks after the service gets to see when WhatsApp or the database is away: one clear line, and the rest goes on. */
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { text } from '../../../src/domain/message.ts';
import { gateTo } from '../../faults/gate.ts';
import { postgresStore } from '../../faults/store.ts';
import { startBotApi } from '../../support/bot-api/client.ts';
import type { Child } from '../../support/child.ts';
import { i18n } from '../../support/shell.ts';
import { deployed } from './crash.ts';
import { Deployment } from './deployment.ts';

/** What is told of the connection when it ends, and when there is one again. */
const CONNECTION = [
  'there is no connection to WhatsApp: it is tried again until there is',
  'there is a connection to WhatsApp again',
];

const line = z.object({ level: z.number(), msg: z.string(), channel: z.string().optional() });
const [INFO, WARN] = [30, 40];

/** What the log says of all things, as far as an operator reads it. */
const logged = ({ errors }: Child) =>
  errors
    .split('\n')
    .flatMap((text) => (text.startsWith('{') ? line.parse(JSON.parse(text)) : []))
    .filter(({ level }) => level >= INFO);

/** What it says of WhatsApp, in order. */
const told = (bot: Child): string[] => logged(bot).flatMap(({ msg, channel }) => (channel === 'whatsapp' ? msg : []));

/** What of all things was wrong, in order. */
const troubles = (bot: Child): string[] => logged(bot).flatMap(({ level, msg }) => (level >= WARN ? msg : []));

const readiness = z.object({
  database: z.boolean(),
  channels: z.array(z.object({ name: z.string(), trouble: z.string() })),
});

async function ready(address: string) {
  const response = await fetch(new URL('/readyz', address));
  return { status: response.status, ...readiness.parse(await response.json()) };
}

/** Somebody who can be answered. */
async function answered(at: Deployment): Promise<void> {
  await at.whatsapp.online();
  const person = await at.whatsapp.contact();
  await person.says('bantuan');
  await person.next(1);
}

/** The number in the eyes of a running service, of its log, and of the operator's command with its exit code. */
async function standing(at: Deployment, bot: Child, address: string) {
  const status = at.command('status');
  const { code } = await status.ended;
  const { channels } = await ready(address);
  return { code, says: status.lines.join('\n'), trouble: channels[0]?.trouble, told: told(bot).at(-1) };
}

/** The number is unlinked on the phone, and linked again. */
async function unlinked(at: Deployment, bot: Child, address: string): Promise<void> {
  await at.whatsapp.streamError(401, 'device_removed');
  await expect.poll(() => ready(address)).toMatchObject({ status: 503, channels: [{ trouble: 'pairing' }] });
  expect(await standing(at, bot, address)).toEqual({
    code: 1,
    says: expect.stringContaining('npm run whatsapp -- pair'),
    trouble: 'pairing',
    told: 'the number was unlinked on the phone and must be linked again',
  });
  await at.pair();
  await at.whatsapp.online();
  await expect.poll(() => ready(address)).toMatchObject({ status: 200 });
  expect((await standing(at, bot, address)).code).toBe(0);
}

/** A message is refused, and then the number is banned: it cannot log in any more. */
async function refusedAndBanned(at: Deployment, bot: Child, address: string): Promise<void> {
  // The pauses have grown with every connection that ended before, and a command may take seconds.
  const patience = { timeout: 60_000 };
  // Who is answered once more has seen that their words were read, where that is wanted.
  const person = await at.whatsapp.contact();
  for (const n of [1, 2]) {
    await person.says('bantuan');
    await person.next(n);
  }
  expect((await person.receipts()).map(({ type }) => type)).not.toContain('read');

  await at.whatsapp.failNext(463);
  await person.says('bantuan');
  await expect.poll(() => ready(address)).toMatchObject({ status: 503, channels: [{ trouble: 'refused 463' }] });
  const restricted = { code: 1, says: expect.stringContaining('463'), trouble: 'refused 463' };
  await expect.poll(() => standing(at, bot, address), patience).toMatchObject(restricted);
  expect(bot.errors).toContain('"code":463,"msg":"WhatsApp refuses messages"');

  await at.whatsapp.rejectLogin(403);
  await at.whatsapp.drop();
  await expect.poll(() => ready(address), patience).toMatchObject({ channels: [{ trouble: 'stopped (403)' }] });
  const banned = { code: 1, says: expect.stringContaining('403'), trouble: 'stopped (403)' };
  const forGood = 'WhatsApp has ended the connection for good: somebody must look';
  await expect.poll(() => standing(at, bot, address), patience).toEqual({ ...banned, told: forGood });
  expect((await fetch(address)).status).toBe(200);
}

test('a network that answers in place of WhatsApp, an unlinked number, a refusal and a ban are each told, and everything else goes on', async () => {
  const { at } = await deployed(postgresStore);
  await at.whatsapp.answerUpgrades(401);
  // The address holds also where that of the files is not set.
  const bot = at.start({ WHATSAPP_MEDIA_HOST: '', WHATSAPP_VERSION: '2.3000.1', WHATSAPP_READ_RECEIPTS: 'off' });
  const address = await at.address();
  await at.whatsapp.turnedAway(3);
  const whatsapp = { name: 'whatsapp', trouble: 'waiting (HTTP 401)' };
  expect(await ready(address)).toEqual({ status: 503, database: true, channels: [whatsapp] });
  expect((await fetch(address)).status).toBe(200);
  const status = at.command('status');
  expect((await status.ended).code).toBe(1);
  expect(status.lines.join('\n')).toContain('HTTP 401');

  await at.whatsapp.answerUpgrades(undefined);
  await answered(at);
  expect(await at.whatsapp.version()).toBe('2.3000.1');
  expect(await ready(address)).toEqual({ status: 200, database: true, channels: [] });
  expect(told(bot)).toEqual(CONNECTION);
  await unlinked(at, bot, address);
  await refusedAndBanned(at, bot, address);
});

test('a number whose keys somebody has changed is told of, and can be let go and linked anew', async () => {
  const { at, store } = await deployed(postgresStore);
  await store.look(({ db }) =>
    db.whatsappKey.updateMany({ where: { type: 'creds' }, data: { value: Buffer.alloc(600, 1) } }),
  );
  const bot = at.start();
  const address = await at.address();
  await expect.poll(() => ready(address)).toMatchObject({ channels: [{ trouble: 'stopped (credentials)' }] });
  expect(await standing(at, bot, address)).toEqual({
    code: 1,
    says: i18n.plain('id', text('whatsapp.state_locked')),
    trouble: 'stopped (credentials)',
    told: 'what is kept of the number does not open: somebody must look',
  });
  expect((await fetch(address)).status).toBe(200);
  const pairing = at.command('pair', '--raw');
  expect([(await pairing.ended).code, pairing.lines]).toEqual([1, []]);
  expect(pairing.errors).toContain('npm run whatsapp -- unpair');
  const unpairing = at.command('unpair');
  expect((await unpairing.ended).code).toBe(0);
  expect(unpairing.errors).toContain(i18n.plain('id', text('whatsapp.unpaired_locked')));
  await at.pair();
  await at.whatsapp.online();
  await expect.poll(() => ready(address)).toMatchObject({ status: 200 });
});

test('while no service runs it is said that nobody has the number, linked or not', async () => {
  const at = await Deployment.open();
  onTestFinished(() => at.close());
  const off = i18n.plain('id', text('whatsapp.state_off'));
  for (const linked of [false, true]) {
    if (linked) await at.pair();
    const status = at.command('status');
    expect([(await status.ended).code, status.lines]).toEqual([1, [off]]);
  }
});

const HUSH = 'jangan-sebut';

test.each([HUSH, `wss://web.whatsapp.com.${HUSH}.example/`])(
  'an address that is none of WhatsApp’s stops WhatsApp alone: «%s»',
  async (url) => {
    const api = await startBotApi();
    onTestFinished(() => api.stop());
    const telegram = await api.bot();
    const at = await Deployment.open();
    onTestFinished(() => at.close());
    const settings = { WHATSAPP_WS_URL: url };
    const bot = at.start({ ...settings, TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: api.root });
    const address = await at.address();
    const whatsapp = { name: 'whatsapp', trouble: 'stopped (WHATSAPP_WS_URL)' };
    await expect.poll(() => ready(address)).toEqual({ status: 503, database: true, channels: [whatsapp] });
    const person = await telegram.person();
    await person.says('/bantuan');
    await expect.poll(() => person.sees(), { timeout: 30_000 }).not.toEqual([]);
    expect((await fetch(address)).status).toBe(200);
    for (const action of ['status', 'pair', 'unpair']) {
      const command = at.commandWith(settings, action);
      expect((await command.ended).code).toBe(1);
      expect(`${command.lines.join()}${command.errors}`).toContain('WHATSAPP_WS_URL');
      expect(`${command.lines.join()}${command.errors}`).not.toContain(HUSH);
    }
    await at.stop();
    expect(told(bot)).toEqual(['WhatsApp stays off until a setting is right']);
    expect(`${bot.lines.join()}${bot.errors}`).not.toContain(HUSH);
  },
);

test('a database that is away is told once, whoever writes meanwhile, and the number is held again when it is back', async () => {
  const { at, store } = await deployed(postgresStore);
  const gate = await gateTo(store.url);
  onTestFinished(() => gate.shut());
  const api = await startBotApi();
  onTestFinished(() => api.stop());
  const telegram = await api.bot();
  const settings = { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: api.root, LOG_LEVEL: 'debug' };
  const bot = at.start({ ...settings, DATABASE_URL: gate.url });
  const address = await at.address();
  await answered(at);
  const [here, there] = [await at.whatsapp.contact(), await telegram.person()];
  await gate.shut();
  for (const words of ['ikrar', 'bantuan']) await here.says(words);
  await there.says('/bantuan');
  const whatsapp = { name: 'whatsapp', trouble: 'away (database)' };
  const away = { status: 503, database: false, channels: [whatsapp] };
  // The number is held as long as nobody else can have it.
  await expect.poll(() => ready(address), { timeout: 60_000 }).toEqual(away);
  await at.whatsapp.offline();
  // The number is tried for more often than Telegram's lease.
  const tries = (): number => bot.errors.split('telegram lease unavailable').length - 1;
  await expect.poll(tries, { timeout: 120_000 }).toBeGreaterThan(1);

  await gate.open();
  await answered(at);
  await here.next(2);
  await expect.poll(() => there.sees(), { timeout: 60_000 }).not.toEqual([]);
  expect(await ready(address)).toEqual({ status: 200, database: true, channels: [] });
  expect(troubles(bot).filter((words) => !CONNECTION.includes(words))).toEqual([
    'the database is away: what that hinders is tried again, and told in one line when it answers',
    'the database answers again',
  ]);
  const all = told(bot);
  const isOfConnection = (words: string): boolean => CONNECTION.includes(words);
  expect(all.filter((words) => !isOfConnection(words))).toEqual(['the number is held again']);
  // Where a key is just being written, the connection ends at once, and that is told as well.
  expect([[], CONNECTION]).toContainEqual(all.filter(isOfConnection));
});
