import { expect, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const SECRET = 'a root secret that only tests ever use';
const production = {
  NODE_ENV: 'production',
  IKRAR_SECRET: SECRET,
  DATABASE_URL: 'postgresql://ikrar@db/ikrar',
  PUBLIC_URL: 'https://ikrar.example.go.id',
};

/** The settings that are named as faulty. */
function faults(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map((line) => line.split(':')[0] ?? '');
    throw error;
  }
}

test('trial mode needs nothing, and simulates', () => {
  expect(readConfig({})).toMatchObject({ mode: 'trial', simulator: true, PORT: 3000, TZ_REGION: 'Asia/Jakarta' });
  expect(readConfig({ PORT: '' }).PORT).toBe(3000);
});

test('reminders go out in office hours over two hours, as fast as Telegram takes them and slowly on WhatsApp', () => {
  expect(readConfig({})).toMatchObject({
    REMIND_FROM: '08:00',
    REMIND_UNTIL: '17:00',
    REMIND_SPREAD_MINUTES: 120,
    TELEGRAM_REMINDERS_PER_SECOND: 28,
    WHATSAPP_REMINDERS_PER_MINUTE: 8,
  });
  expect(readConfig({}).TELEGRAM_PAID_BROADCAST).toBeUndefined();
});

test.each([
  ['17:00', '08:00'],
  ['08:00', '08:00'],
])('hours of reminders from %s until %s are refused, and it is said why', (from, until) => {
  expect(() => readConfig({ REMIND_FROM: from, REMIND_UNTIL: until })).toThrow(
    expect.objectContaining({ faults: ['REMIND_UNTIL: must be later than REMIND_FROM'] }),
  );
});

test.each([
  [production, []],
  [{ NODE_ENV: 'production' }, ['IKRAR_SECRET', 'DATABASE_URL', 'PUBLIC_URL']],
  [{ ...production, PUBLIC_URL: 'http://ikrar.example.go.id' }, ['PUBLIC_URL']],
  [{ ...production, SIMULATOR: 'on' }, ['SIMULATOR']],
  [{ IKRAR_SECRET: 'short' }, ['IKRAR_SECRET']],
  [{ PORT: '70000' }, ['PORT']],
  [{ PORT: 'x' }, ['PORT']],
  [{ DATABASE_URL: 'mysql://x/y' }, ['DATABASE_URL']],
  [{ TZ_REGION: 'Malang' }, ['TZ_REGION']],
  [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
  [{ TELEGRAM_BOT_TOKEN: 'no token' }, ['TELEGRAM_BOT_TOKEN']],
  [{ TELEGRAM_API_ROOT: 'ftp://x' }, ['TELEGRAM_API_ROOT']],
  [{ TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_MODE: 'webhook' }, ['TELEGRAM_WEBHOOK_SECRET', 'PUBLIC_URL']],
  [{ SIMULATOR: 'yes' }, ['SIMULATOR']],
  [{ TRUSTED_PROXIES: '10.0.0.1, fd00::/8' }, []],
  [{ TRUSTED_PROXIES: 'proxy.example' }, ['TRUSTED_PROXIES']],
  [{ TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/33' }, ['TRUSTED_PROXIES']],
  [{ TELEGRAM_REMINDERS_PER_SECOND: '28' }, []],
  [{ TELEGRAM_REMINDERS_PER_SECOND: '29' }, ['TELEGRAM_REMINDERS_PER_SECOND']],
  [{ TELEGRAM_REMINDERS_PER_SECOND: '31', TELEGRAM_PAID_BROADCAST: 'off' }, ['TELEGRAM_REMINDERS_PER_SECOND']],
  [{ TELEGRAM_REMINDERS_PER_SECOND: '1000', TELEGRAM_PAID_BROADCAST: 'on' }, []],
])('%o is refused for %o', (environment, names) => {
  expect(faults(environment)).toEqual(names);
});

test.each([
  ['WIB', 'Asia/Jakarta'],
  ['WITA', 'Asia/Makassar'],
  ['wit', 'Asia/Jayapura'],
  ['Asia/Pontianak', 'Asia/Pontianak'],
])('the zone of the region may be called as people call it: %s is %s', (name, zone) => {
  expect(readConfig({ TZ_REGION: name }).TZ_REGION).toBe(zone);
});

test.each([
  'wss://web.whatsapp.com/ws/chat',
  'wss://web.whatsapp.com',
  'ws://127.0.0.1:8080/ws/chat',
  'ws://localhost:8080',
  'ws://[::1]:8080/',
])('WhatsApp may be spoken to at %s', (url) => {
  expect(readConfig({ WHATSAPP_WS_URL: url }).WHATSAPP_WS_URL).toEqual({ url });
});

test.each([
  'ws://web.whatsapp.com',
  'https://web.whatsapp.com/',
  'wss://192.168.1.5/',
  'wss://web.whatsapp.com@x.example',
  'wss://web.whatsapp.com:@x.example/',
  'wss://web.whatsapp.com.evil.example/',
  'wss://evil-whatsapp.com/',
  'wss://x.example/.whatsapp.com/',
  'ws://127.0.0.1@x.example/',
  'ws://127.0.0.1.x.example/',
  'web.whatsapp.com',
])('but not at %s', (url) => {
  const server = readConfig({ WHATSAPP_WS_URL: url }).WHATSAPP_WS_URL;
  expect(server).toEqual({ fault: expect.stringMatching(/^WHATSAPP_WS_URL: /) });
  expect(JSON.stringify(server)).not.toContain(url);
});

test('no value of a setting stands in an error', () => {
  try {
    readConfig({ IKRAR_SECRET: 'hunter2', DATABASE_URL: 'mysql://user:hunter2@x/y', TELEGRAM_BOT_TOKEN: 'hunter2' });
    expect.unreachable();
  } catch (error) {
    expect(String(error)).not.toContain('hunter2');
  }
});
