/** Bad settings and taken places: the operator reads in a line or two what to mend, and never a secret or a stack trace. */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SETTINGS } from '../../src/config.ts';
import { Bot, freePort, listening, type Settings } from './bot.ts';
import { pgliteStore, postgresStore } from './store.ts';

/** Looks like a secret, and must not be repeated whatever is wrong with it. */
const HUSH = 'jangan-sebut';

/** What it says on its way out; both outputs, since neither may tell a secret. */
async function refusal(settings: Settings): Promise<readonly string[]> {
  const bot = new Bot(settings);
  onTestFinished(() => bot.clear());
  const child = bot.start();
  expect(await child.ended, bot.output).toEqual({ code: 1, signal: null });
  const lines = [...child.lines, ...child.errors.trim().split('\n')];
  expect(lines.filter((line) => line.includes(HUSH) || /^\s+at |node:|Error:/.test(line))).toEqual([]);
  return lines;
}

const MALFORMED: Readonly<Record<string, readonly string[]>> = {
  DATABASE_URL: [HUSH, `mysql://root:${HUSH}@127.0.0.1/x`],
  IKRAR_SECRET: [HUSH],
  IKRAR_SECRET_PREVIOUS: [HUSH],
  PUBLIC_URL: [HUSH, `ftp://${HUSH}`],
  PORT: [HUSH, '65536', '80.5'],
  TRUSTED_PROXIES: [HUSH, `127.0.0.1,${HUSH}`, '10.0.0.0/33'],
  TELEGRAM_BOT_TOKEN: [HUSH],
  TELEGRAM_MODE: [HUSH],
  TELEGRAM_WEBHOOK_SECRET: [HUSH, `${HUSH} ${HUSH}`],
  TELEGRAM_API_ROOT: [HUSH],
  WHATSAPP: [HUSH],
  WHATSAPP_READ_RECEIPTS: [HUSH],
  WHATSAPP_VERSION: [HUSH, '2.3000', `2.3000.${HUSH}`],
  WHATSAPP_MEDIA_HOST: [HUSH, `${HUSH}.example:443`, `127.0.0.1@${HUSH}.example`],
  SIMULATOR: [HUSH],
  KEEP_UNPROVEN_DAYS: [HUSH, '0', '1.5'],
  KEEP_CLOSED_DAYS: [HUSH],
  KEEP_OPEN_DAYS: [HUSH],
  REMIND_FROM: [HUSH, '24:00', '8:00'],
  REMIND_UNTIL: [HUSH, '17.00'],
  REMIND_SPREAD_MINUTES: [HUSH, '-1', '721'],
  TELEGRAM_REMINDERS_PER_SECOND: [HUSH, '0', '1001'],
  TELEGRAM_PAID_BROADCAST: [HUSH],
  WHATSAPP_REMINDERS_PER_MINUTE: [HUSH, '0', '61'],
  TZ_REGION: [HUSH],
  LOG_LEVEL: [HUSH],
  NODE_ENV: [HUSH],
};
/** A wrong one stops its channel alone. */
const ALONE = ['WHATSAPP_WS_URL'];
/** Any text may be right; what they name is tried when it is used. */
const FREE = ['HOST', 'DATA_DIR', 'EPOCH_DIR', 'SIGNING_P12', 'SIGNING_P12_PASSWORD'];

test('every setting that can be malformed is tried', () => {
  expect([...Object.keys(MALFORMED), ...ALONE, ...FREE].sort()).toEqual([...SETTINGS].sort());
});

test.each([0, 1, 2])('malformed settings are named, each in a line of its own: value %i of each', async (n) => {
  const wrong = Object.entries(MALFORMED).flatMap(([name, values]): [string, string][] => {
    const value = values[n];
    return value === undefined ? [] : [[name, value]];
  });
  const [first, ...lines] = await refusal(Object.fromEntries(wrong));
  expect(first).toContain('.env.example');
  for (const line of lines) expect(line).toMatch(/^ {2}[A-Z_]+: .{8}/);
  expect(lines.map((line) => line.trim().split(':')[0]).sort()).toEqual(wrong.map(([name]) => name).sort());
});

test('a pace that Telegram would refuse is named', async () => {
  const lines = await refusal({ TELEGRAM_REMINDERS_PER_SECOND: '31' });
  expect(lines.slice(1)).toEqual([expect.stringMatching(/^ {2}TELEGRAM_REMINDERS_PER_SECOND: .{8}/)]);
});

test('production names everything that is missing', async () => {
  const lines = await refusal({ NODE_ENV: 'production', SIMULATOR: 'on' });
  expect(lines.slice(1).map((line) => line.trim().split(':')[0])).toEqual([
    'IKRAR_SECRET',
    'DATABASE_URL',
    'PUBLIC_URL',
    'SIMULATOR',
  ]);
});

test('production wants an address that is encrypted', async () => {
  const lines = await refusal({
    NODE_ENV: 'production',
    IKRAR_SECRET: HUSH.repeat(4),
    DATABASE_URL: `postgresql://root:${HUSH}@127.0.0.1:1/x`,
    PUBLIC_URL: 'http://ikrar.example',
  });
  expect(lines.slice(1)).toEqual([expect.stringContaining('PUBLIC_URL')]);
});

test('a webhook without a secret or an address names both', async () => {
  const lines = await refusal({ TELEGRAM_BOT_TOKEN: `1:${HUSH}`, TELEGRAM_MODE: 'webhook' });
  expect(lines.slice(1).map((line) => line.trim().split(':')[0])).toEqual(['TELEGRAM_WEBHOOK_SECRET', 'PUBLIC_URL']);
});

test('a taken port is named, and the folder is free again', async () => {
  const store = await pgliteStore();
  onTestFinished(store.drop);
  const other = createServer();
  const port = await listening(other);
  onTestFinished(async () => {
    other.close();
    await once(other, 'close');
  });
  const lines = await refusal({ ...store.settings, PORT: String(port) });
  expect(lines).toEqual([expect.stringContaining(`Port ${port} `)]);
  await store.look(({ db }) => db.office.count());
});

test.each([
  ['nobody answers', (_: string) => `postgresql://root:${HUSH}@127.0.0.1:1/x`],
  ['it has no such database', (url: string) => new URL(HUSH, url).href],
  ['it knows no such role', (url: string) => url.replace('//root@', `//${HUSH}@`)],
])('a database that cannot be used: %s', async (_, urlOf) => {
  const store = await postgresStore();
  onTestFinished(store.drop);
  const lines = await refusal({
    ...store.settings,
    DATABASE_URL: urlOf(store.settings['DATABASE_URL'] ?? ''),
    PORT: String(await freePort()),
  });
  expect(lines).toEqual([expect.stringContaining('Basis data tidak dapat dibuka')]);
});

test('a folder of keys that cannot be used, and a file in it that is no key', async () => {
  const store = await pgliteStore();
  onTestFinished(store.drop);
  const data = store.settings['DATA_DIR'] ?? '';
  // As root everything may be written to; but no folder is made within a file.
  await writeFile(join(data, HUSH), '');
  const settings = { ...store.settings, PORT: String(await freePort()) };
  expect(await refusal({ ...settings, EPOCH_DIR: join(data, HUSH, 'epochs') })).toEqual([
    expect.stringContaining('(EPOCH_DIR, atau epochs di DATA_DIR) tidak dapat dipakai: ENOTDIR'),
  ]);
  const hour = `${Math.floor(Date.now() / 3_600_000)}.epoch`;
  await mkdir(join(data, 'epochs'));
  await writeFile(join(data, 'epochs', hour), 'not a key');
  expect(await refusal(settings)).toEqual([expect.stringContaining(`/${hour}. Singkirkan`)]);
  await store.look(({ db }) => db.office.count());
});

test('a signing key that cannot be read', async () => {
  const store = await pgliteStore();
  onTestFinished(store.drop);
  const lines = await refusal({
    ...store.settings,
    SIGNING_P12: `${store.settings['DATA_DIR']}/none.p12`,
    SIGNING_P12_PASSWORD: HUSH,
  });
  expect(lines).toEqual(['Berkas yang disebut SIGNING_P12 tidak ada atau tidak boleh dibaca.']);
});
