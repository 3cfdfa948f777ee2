/** The composition root: reads the settings, wires the rooms together, starts and stops. Imported by nothing. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Channel, Markup } from './channels/channel.ts';
import { createSimulator } from './channels/simulator/simulator.ts';
import { startPatiently } from './channels/starting.ts';
import type { LeasePort } from './channels/telegram/lease.ts';
import type { TelegramTexts } from './channels/telegram/profile.ts';
import { createTelegram, type TelegramChannel } from './channels/telegram/telegram.ts';
import { type Config, readConfig } from './config.ts';
import { cachedCalendar } from './conversation/calendar.ts';
import { certificateFiles } from './conversation/certificate-file.ts';
import { contactKey } from './conversation/chat.ts';
import { Delivery, SWEEP_MS } from './conversation/delivery.ts';
import { Turns } from './conversation/turns.ts';
import { worlds } from './conversation/world.ts';
import { createCertificates } from './documents/certificates.ts';
import { type Language, text } from './domain/message.ts';
import { REPERTOIRE } from './flows/index.ts';
import { createI18n, type I18n } from './i18n.ts';
import { repeat } from './jobs/repeat.ts';
import { createLog, type Logger } from './log.ts';
import { Keys } from './secrecy/keys.ts';
import { trialSecret } from './secrecy/root-secret.ts';
import { loadSigning, type SigningOptions } from './secrecy/signing.ts';
import { recordBlocked } from './storage/contact-writing.ts';
import { type Database, openDatabase } from './storage/db.ts';
import { ensureOfficialIkrar, listDocuments } from './storage/documents.ts';
import { listElections } from './storage/elections.ts';
import { acquireLease, endLeases, releaseLease, renewLease } from './storage/lease.ts';
import { assertSameRoot } from './storage/people.ts';
import { findStatus } from './storage/pledge-reading.ts';
import { type Persona, seedTrial } from './storage/trial.ts';
import { failureLines, startLines } from './terminal.ts';
import { healthRoutes } from './web/health.ts';
import { homeRoutes } from './web/home.ts';
import { type SimulatorOptions, simulatorRoutes } from './web/simulator/routes.ts';
import { styleRoutes } from './web/style.ts';
import { verifyRoutes } from './web/verify/routes.ts';
import { telegramWebhook } from './web/webhooks.ts';

/** How long a stop waits for replies under way; what is left waits in the database. */
const GRACE_MS = 8_000;
const POLLING_LEASE_MS = 25_000;

interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

async function start(config: Config, i18n: I18n, log: Logger): Promise<Service> {
  const keys = new Keys(config.IKRAR_SECRET ?? trialSecret(config.DATA_DIR));
  const database = await openDatabase({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR, log });
  const { db } = database;
  await assertSameRoot(db, keys).catch(closing(database));
  const personas = await prepare(database, keys);
  const calendar = cachedCalendar({ elections: () => listElections(db), documents: () => listDocuments(db) });

  const signing = await loadSigning(config.DATA_DIR, keys, signingOptions(config, i18n));
  const publicUrl = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`;
  const certificates = createCertificates({ signing, publicUrl, plain: i18n.plain });

  const telegram = telegramOf(config, i18n, database, keys, log);
  const phones = config.simulator ? simulatedPhones(i18n, log) : undefined;
  const channels: readonly Channel[] = [...(telegram ? [telegram] : []), ...Object.values(phones ?? {})];
  const channel = (name: string): Channel | undefined => channels.find((one) => one.name === name);
  const delivery = new Delivery({
    db,
    keys,
    i18n,
    log,
    channel,
    file: certificateFiles(db, keys, calendar, certificates),
    blocked: (address) => blocked(database, keys, address),
  });
  const turns = new Turns({
    db,
    keys,
    log,
    delivery,
    house: REPERTOIRE,
    world: worlds({ db, keys, i18n, calendar }),
    channel,
  });
  await delivery.sweep(database.kind === 'pglite');

  const running = channels.map((one) => ({
    name: one.name,
    ...startPatiently(one, (arrival) => turns.receive(arrival), log),
  }));
  const app = new Hono();
  // Hono's own would print the error, and with it whatever it quotes.
  app.onError((error, c) => {
    log.error({ err: error }, 'a request failed');
    return c.body(null, 500);
  });
  app.route(
    '/',
    healthRoutes({
      database: () => db.$queryRaw`SELECT 1`,
      channels: () =>
        running.flatMap(({ name, trouble }) => {
          const what = trouble();
          return what === undefined ? [] : [{ name, trouble: what }];
        }),
    }),
  );
  if (telegram && config.TELEGRAM_MODE === 'webhook' && config.TELEGRAM_WEBHOOK_SECRET) {
    app.route('/', telegramWebhook({ channel: telegram, secret: config.TELEGRAM_WEBHOOK_SECRET, log }));
  }
  app.route('/', verifyRoutes({ publicKeys: signing.publicKeys, statusOf: (id) => findStatus(db, id), i18n }));
  app.route('/', styleRoutes());
  app.route('/', homeRoutes({ i18n, links: () => linksOf(telegram), simulator: config.simulator }));
  if (phones) app.route('/', simulatorRoutes({ phones, personas, i18n }));
  const server = createAdaptorServer({ fetch: app.fetch });
  const stopSweeping = repeat('sweep', SWEEP_MS, () => delivery.sweep(), log);
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((one) => one.stop()));
    await turns.idle();
    await stopSweeping();
    await delivery.stop(GRACE_MS);
    server.close();
    await database.close();
  };
  try {
    await listen(server, config);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: urlOf(server.address()), stop };
}

/** A certificate of an authority signs the PDFs where there is one; else our own does. */
function signingOptions(
  { SIGNING_P12: file, SIGNING_P12_PASSWORD: password = '' }: Config,
  i18n: I18n,
): SigningOptions {
  const commonName = i18n.plain('id', text('start.telegram_name'));
  return file === undefined ? { commonName } : { commonName, p12: { file, password } };
}

/** Trial mode is for this machine only, whatever HOST says. */
function listen(server: ReturnType<typeof createAdaptorServer>, config: Config): Promise<void> {
  const host = config.mode === 'trial' ? '127.0.0.1' : (config.HOST ?? '0.0.0.0');
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.PORT, host, resolve);
  });
}

const urlOf = (address: AddressInfo | string | null): string =>
  typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';

function telegramOf(
  config: Config,
  i18n: I18n,
  { db }: Database,
  keys: Keys,
  log: Logger,
): TelegramChannel | undefined {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, TELEGRAM_WEBHOOK_SECRET: secret } = config;
  if (!token) return undefined;
  const shared = {
    token,
    apiRoot,
    log,
    texts: { id: telegramTexts(i18n, 'id'), en: telegramTexts(i18n, 'en') },
    onBlocked: (address: Parameters<typeof contactKey>[1]) => blocked({ db }, keys, address),
  };
  if (config.TELEGRAM_MODE === 'webhook' && config.PUBLIC_URL && secret) {
    const url = new URL('/webhooks/telegram', config.PUBLIC_URL).href;
    return createTelegram({ ...shared, mode: 'webhook', webhook: { url, secret } });
  }
  return createTelegram({ ...shared, mode: 'polling', lease: pollingLease(db) });
}

const linksOf = (telegram: TelegramChannel | undefined): { telegram?: string } => {
  const name = telegram?.username();
  return name === undefined ? {} : { telegram: `https://t.me/${name}?start=ikrar` };
};

function simulatedPhones(i18n: I18n, log: Logger): SimulatorOptions['phones'] {
  const words = { numbersHint: (language: Language) => i18n.plain(language, text('engine.numbers_hint')) };
  return { buttons: createSimulator('buttons', words, log), numbers: createSimulator('numbers', words, log) };
}

/** One process polls; another takes over when it is gone. */
function pollingLease(db: Database['db']): LeasePort {
  const lease = { name: 'telegram.polling', holder: randomUUID() };
  return {
    acquire: async () => (await acquireLease(db, lease, POLLING_LEASE_MS)) !== undefined,
    renew: () => renewLease(db, lease, POLLING_LEASE_MS),
    release: () => releaseLease(db, lease),
  };
}

/** A start that fails gives the database back before it says why. */
const closing =
  (database: Database) =>
  async (error: unknown): Promise<never> => {
    await database.close();
    throw error;
  };

/** Sample data go into the embedded database only: a real one must never hold made-up people. */
async function prepare({ db, kind }: Database, keys: Keys): Promise<readonly Persona[]> {
  if (kind === 'pglite') {
    await endLeases(db);
    return seedTrial(db, keys, Date.now());
  }
  await ensureOfficialIkrar(db);
  return [];
}

const telegramTexts = (i18n: I18n, language: Language): TelegramTexts => ({
  name: i18n.plain(language, text('start.telegram_name')),
  shortDescription: i18n.plain(language, text('start.telegram_about')),
  description: i18n.plain(language, text('start.telegram_description')),
  commands: REPERTOIRE.commands.flatMap(({ slash: [command], about }) =>
    command === undefined ? [] : [{ command, description: i18n.plain(language, text(about)) }],
  ),
  elsewhere: (username) =>
    i18n.markup(language, text('start.telegram_private', { link: `https://t.me/${username}` })) as Markup,
});

const blocked = ({ db }: Pick<Database, 'db'>, keys: Keys, address: Parameters<typeof contactKey>[1]): Promise<void> =>
  recordBlocked(db, {
    key: contactKey(keys, address),
    channel: address.channel,
    day: new Date().toISOString().slice(0, 10),
  });

async function main(): Promise<void> {
  const i18n = createI18n();
  const say = (message: Parameters<I18n['plain']>[1]): string => i18n.plain('id', message);
  let port = 0;
  try {
    const config = readConfig(process.env);
    port = config.PORT;
    const log = createLog(config.LOG_LEVEL);
    dieQuietly(log);
    const service = await start(config, i18n, log);
    for (const line of startLines(config, service.url, config.TELEGRAM_BOT_TOKEN !== undefined, say)) console.log(line);
    let stopping = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (stopping) return;
        stopping = true;
        console.log(say(text('start.stopping')));
        service.stop().then(
          () => process.exit(0),
          (error: unknown) => {
            log.fatal({ err: error }, 'the service did not stop in order');
            process.exit(1);
          },
        );
      });
    }
  } catch (error) {
    for (const line of failureLines(error, port, say)) console.error(line);
    process.exit(1);
  }
}

/** A fault nobody caught ends the process; its message may quote a person, so only its kind and place are written. */
function dieQuietly(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, 'an unexpected fault ends the process');
      process.exit(1);
    });
  }
}

await main();
