import { z } from 'zod';
import { zoneNamed } from './domain/election.ts';
import { SHORTEST_ROOT } from './secrecy/keys.ts';

const flag = z.enum(['on', 'off']).transform((value) => value === 'on');
const url = (...protocols: string[]) =>
  // Without `abort` the refinement would be asked about what is no URL, and throw.
  z
    .url({ abort: true })
    .refine((value) => protocols.includes(new URL(value).protocol), `must begin with ${protocols.join(' or ')}//`);

/** Whoever speaks WhatsApp's protocol in its place reads along: only a test may, on this machine. */
const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(host);
const isWhatsApp = (value: string): boolean => /^wss:\/\/[\w.-]+\.whatsapp\.com(\/|$)/.test(value);

const whatsappUrl = url('wss:', 'ws:').refine(
  (value) => isWhatsApp(value) || isLoopback(new URL(value).hostname),
  'must be WhatsApp, or a server on loopback',
);

/** Whom WhatsApp's connection calls; with a `fault`, which names no value, nobody. */
export type WhatsAppServer = { readonly url: string } | { readonly fault: string };

/** A wrong one ends nothing but WhatsApp, and that says so: whoever writes on Telegram, or asks the web, is answered all the same. */
function whatsappServer(value: string): WhatsAppServer {
  const { data, error } = whatsappUrl.safeParse(value);
  if (data !== undefined) return { url: data };
  return { fault: `WHATSAPP_WS_URL: ${error?.issues[0]?.message ?? 'cannot be used'}` };
}

const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
const networks = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter((one) => one !== ''))
  .refine(
    (all) => all.every((one) => network.safeParse(one).success),
    'must be addresses or networks such as 127.0.0.1,172.16.0.0/12',
  );

const days = z.coerce.number().int().min(1).max(3650);

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be an hour of the day such as 08:00');

/** Telegram takes some 30 messages a second of a bot that does not pay; what is saved up goes in the same second. */
const FREE_PER_SECOND = 28;

/** One field a setting: what it is stands in `.env.example`, in the same order. */
const settings = z.object({
  DATABASE_URL: url('postgresql:', 'postgres:').optional(),
  IKRAR_SECRET: z.string().min(SHORTEST_ROOT).optional(),
  IKRAR_SECRET_PREVIOUS: z.string().min(SHORTEST_ROOT).optional(),
  PUBLIC_URL: url('https:', 'http:').optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).optional(),
  TRUSTED_PROXIES: networks.prefault('127.0.0.0/8,::1'),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/)
    .optional(),
  TELEGRAM_MODE: z.enum(['polling', 'webhook']).default('polling'),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/)
    .optional(),
  TELEGRAM_API_ROOT: url('https:', 'http:').default('https://api.telegram.org'),
  WHATSAPP: flag.optional(),
  WHATSAPP_READ_RECEIPTS: flag.optional(),
  WHATSAPP_VERSION: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'must be a version such as 2.3000.1043857760')
    .transform((version): [number, number, number] => {
      const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
      return [major, minor, patch];
    })
    .optional(),
  WHATSAPP_WS_URL: z.string().transform(whatsappServer).optional(),
  WHATSAPP_MEDIA_HOST: z
    .string()
    .refine((host) => isLoopback(URL.parse(`https://${host}`)?.hostname ?? ''), 'must be a server on loopback')
    .optional(),
  SIMULATOR: flag.optional(),
  DATA_DIR: z.string().min(1).default('data'),
  EPOCH_DIR: z.string().min(1).optional(),
  KEEP_UNPROVEN_DAYS: days.default(90),
  KEEP_CLOSED_DAYS: days.default(730),
  KEEP_OPEN_DAYS: days.default(1095),
  REMIND_FROM: hour.default('08:00'),
  REMIND_UNTIL: hour.default('17:00'),
  REMIND_SPREAD_MINUTES: z.coerce.number().int().min(0).max(720).default(120),
  TELEGRAM_REMINDERS_PER_SECOND: z.coerce.number().min(0.1).max(1000).default(28),
  TELEGRAM_PAID_BROADCAST: flag.optional(),
  WHATSAPP_REMINDERS_PER_MINUTE: z.coerce.number().min(0.1).max(60).default(8),
  SIGNING_P12: z.string().min(1).optional(),
  SIGNING_P12_PASSWORD: z.string().optional(),
  TZ_REGION: z
    .string()
    .default('Asia/Jakarta')
    .transform(zoneNamed)
    .refine(
      (zone) => Intl.supportedValuesOf('timeZone').includes(zone),
      'must be WIB, WITA, WIT, or a time zone such as Asia/Jakarta',
    ),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
});

/** Every setting there is, in the order of `.env.example`. */
export const SETTINGS: readonly string[] = Object.keys(settings.shape);

export type Settings = z.infer<typeof settings>;

/** `trial`: this machine only, sample data, a secret of its own. `production`: everything must have been set. */
export type Config = Settings & { readonly mode: 'trial' | 'production'; readonly simulator: boolean };

/** How long reports are kept, in days, by what became of them. */
export const retentionOf = ({ KEEP_UNPROVEN_DAYS, KEEP_CLOSED_DAYS, KEEP_OPEN_DAYS }: Settings) => ({
  unproven: KEEP_UNPROVEN_DAYS,
  closed: KEEP_CLOSED_DAYS,
  open: KEEP_OPEN_DAYS,
});

/** The settings are unusable. `faults` has one line for each, naming the setting and never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/**
 * Reads the environment. Empty settings count as unset.
 *
 * @throws ConfigError naming each setting that is missing or malformed
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = settings.safeParse(set);
  if (!read.success) {
    throw new ConfigError(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const mode = read.data.NODE_ENV === 'production' ? 'production' : 'trial';
  const config: Config = { ...read.data, mode, simulator: read.data.SIMULATOR ?? mode === 'trial' };
  const faults = [...missing(config)];
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function* missing(config: Config): Generator<string> {
  if (config.REMIND_FROM >= config.REMIND_UNTIL) yield 'REMIND_UNTIL: must be later than REMIND_FROM';
  if (config.TELEGRAM_REMINDERS_PER_SECOND > FREE_PER_SECOND && !config.TELEGRAM_PAID_BROADCAST) {
    yield `TELEGRAM_REMINDERS_PER_SECOND: Telegram refuses more than ${FREE_PER_SECOND} without TELEGRAM_PAID_BROADCAST=on`;
  }
  if (config.TELEGRAM_MODE === 'webhook' && config.TELEGRAM_BOT_TOKEN && !config.TELEGRAM_WEBHOOK_SECRET) {
    yield 'TELEGRAM_WEBHOOK_SECRET: must be set for TELEGRAM_MODE=webhook (16 to 256 letters, digits, _ or -)';
  }
  if (config.TELEGRAM_MODE === 'webhook' && config.TELEGRAM_BOT_TOKEN && !config.PUBLIC_URL) {
    yield 'PUBLIC_URL: must be set for TELEGRAM_MODE=webhook';
  }
  if (config.mode === 'trial') return;
  if (!config.IKRAR_SECRET) yield `IKRAR_SECRET: must be set in production (at least ${SHORTEST_ROOT} characters)`;
  if (!config.DATABASE_URL) yield 'DATABASE_URL: must be set in production';
  if (!config.PUBLIC_URL?.startsWith('https://'))
    yield 'PUBLIC_URL: must be set in production, and begin with https://';
  if (config.simulator) yield 'SIMULATOR: must not be on in production';
}
