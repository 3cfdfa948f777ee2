/** The composition root: reads the settings, wires the rooms together, starts and stops. Imported by nothing. */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Address, Channel, Receive } from './channels/channel.ts';
import { createSimulator } from './channels/simulator/simulator.ts';
import { startPatiently } from './channels/starting.ts';
import { type Config, readConfig, retentionOf } from './config.ts';
import { cachedCalendar } from './conversation/calendar.ts';
import { certificateFiles } from './conversation/certificate-file.ts';
import { Delivery, SWEEP_MS } from './conversation/delivery.ts';
import { openDesk } from './conversation/desk.ts';
import { Holds } from './conversation/holds.ts';
import { openLetterbox } from './conversation/letterbox.ts';
import { clearOwnSide } from './conversation/own-side.ts';
import { Paces } from './conversation/pace.ts';
import { Traffic } from './conversation/traffic.ts';
import { Trails } from './conversation/trails.ts';
import { Turns } from './conversation/turns.ts';
import { Unasked } from './conversation/unasked.ts';
import { worlds } from './conversation/world.ts';
import { createCertificates } from './documents/certificates.ts';
import { type Language, text } from './domain/message.ts';
import { createExaminer } from './evidence/examiner.ts';
import { REPERTOIRE } from './flows/index.ts';
import { createI18n, type I18n } from './i18n.ts';
import { startDeskJobs } from './jobs/desk.ts';
import { openQueue } from './jobs/queue.ts';
import { startReminders } from './jobs/reminders/index.ts';
import { repeat } from './jobs/repeat.ts';
import { dieQuietly, endAtOnce, endOnSignal } from './lifecycle.ts';
import { createLog, type Logger } from './log.ts';
import { EpochKeys } from './secrecy/epoch.ts';
import type { Keys } from './secrecy/keys.ts';
import { trialSecret } from './secrecy/root-secret.ts';
import { loadSigning, type SigningOptions } from './secrecy/signing.ts';
import { type Database, openDatabase } from './storage/db.ts';
import { ensureOfficialIkrar, listDocuments } from './storage/documents.ts';
import { listElections } from './storage/elections.ts';
import { releaseErrands } from './storage/errands.ts';
import { endLeases } from './storage/lease.ts';
import { Outage } from './storage/outage.ts';
import { findStatus } from './storage/pledge-reading.ts';
import { enter, type Presence } from './storage/presence.ts';
import { DatabaseClock } from './storage/reminders/clock.ts';
import { type Persona, seedTrial } from './storage/trial.ts';
import { failureLines, startLines } from './terminal.ts';
import { healthRoutes } from './web/health.ts';
import { homeRoutes } from './web/home.ts';
import { mailboxRoutes } from './web/mailbox/routes.ts';
import { type SimulatorOptions, simulatorRoutes } from './web/simulator/routes.ts';
import { styleRoutes } from './web/style.ts';
import { verifyRoutes } from './web/verify/routes.ts';
import { telegramWebhook } from './web/webhooks.ts';
import { linksOf } from './wiring/links.ts';
import { remindersOf } from './wiring/reminders.ts';
import { blocked, telegramOf } from './wiring/telegram.ts';
import { whatsappOf } from './wiring/whatsapp.ts';

/** How long a stop waits for replies under way; what is left waits in the database. */
const GRACE_MS = 8_000;
/** How long a request may take to arrive: 60 MiB of evidence through the network of a phone. */
const UPLOAD_MS = 20 * 60_000;
/**
 * How long a connection waits for its next request: longer than a proxy keeps it (Caddy two minutes, nginx one), which else would
 * send a request into a connection that is being closed, and tell whoever sent it that there is no service.
 */
const KEEP_ALIVE_MS = 3 * 60_000;

/** The log, and what goes into one line of it. */
interface Voice {
  readonly log: Logger;
  readonly outage: Outage;
}

interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

async function start(config: Config, i18n: I18n, { log, outage }: Voice): Promise<Service> {
  const secret = config.IKRAR_SECRET ?? trialSecret(config.DATA_DIR);
  const database = await openDatabase({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR, log });
  const { db } = database;
  const presence = await enter(db, secret, { log, overtaken: () => endAtOnce(log) }).catch(closing(database));
  const { keys } = presence;
  const ask = () => db.$queryRaw`SELECT 1`;
  outage.watch(log, ask);
  const epochs = new EpochKeys(config.EPOCH_DIR ?? join(config.DATA_DIR, 'epochs'), keys);
  // Without a key of this hour every turn would fail: better that the operator hears of it than that people do.
  await epochs.current(Date.now()).catch(closing(database, presence));
  const personas = await prepare(database, keys, config.DATA_DIR);
  const calendar = cachedCalendar({ elections: () => listElections(db), documents: () => listDocuments(db) });

  const signing = await loadSigning(config.DATA_DIR, keys, signingOptions(config, i18n));
  const publicUrl = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`;
  const certificates = createCertificates({ signing, publicUrl, plain: i18n.plain });

  const telegram = telegramOf(config, i18n, database, keys, log);
  const phones = config.simulator ? simulatedPhones(i18n, log) : undefined;
  const whatsapp = await whatsappOf(config, { db, keys, epochs, i18n, log });
  const real = [telegram, whatsapp].filter((one) => one !== undefined);
  const channels: readonly Channel[] = [...real, ...Object.values(phones ?? {})];
  const channel = (name: string): Channel | undefined => channels.find((one) => one.name === name);
  const living = () => epochs.living(Date.now());
  const kept = () => epochs.kept(Date.now());
  const [trails, paces, traffic] = [new Trails(), new Paces(Date.now), new Traffic()];
  const holds = new Holds({ db, traffic, log });
  const refused = (address: Address) => blocked(database, keys, address);
  const delivery = new Delivery({
    db,
    living,
    trails,
    traffic,
    holds,
    i18n,
    log,
    channel,
    file: certificateFiles(db, keys, calendar, certificates),
    blocked: refused,
    clear: async (chat, address) => {
      const now = Date.now();
      await clearOwnSide({ db, epoch: await epochs.current(now) }, chat, address, now);
    },
  });
  const desk = openDesk({ db, keys, living, kept, paces, now: Date.now, log });
  const turns = new Turns({
    db,
    keys,
    log,
    delivery,
    house: REPERTOIRE,
    world: worlds({ db, keys, i18n, calendar, desk }),
    now: Date.now,
    channel,
    epochs,
    trails,
    paces,
    nudge: (effects) => jobs.nudge(effects),
  });
  const receive: Receive = (arrival) => turns.receive(arrival);
  const retention = retentionOf(config);
  const examiner = createExaminer({ log });
  const unasked = new Unasked({ i18n, channel, traffic, holds, blocked: refused, log });
  const jobs = startDeskJobs({ db, keys, epochs, channel, receive, unasked, retention, examiner, log });
  const queue = database.queue && (await openQueue(database.queue, log));
  const reminders =
    queue &&
    (await startReminders({
      ...remindersOf(config),
      ...{ db, keys, calendar, unasked, traffic, holds, queue, channels, log, clock: new DatabaseClock(db) },
    }));
  await delivery.sweep(database.kind === 'pglite');

  const running = channels.map((one) => ({
    name: one.name,
    ...startPatiently(one, receive, log),
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
      database: ask,
      channels: () =>
        running.flatMap(({ name, trouble }) => {
          const what = trouble();
          return what === undefined ? [] : [{ name, trouble: what }];
        }),
      jobs: async () => (await queue?.trouble()) ?? [],
    }),
  );
  if (telegram && config.TELEGRAM_MODE === 'webhook' && config.TELEGRAM_WEBHOOK_SECRET) {
    app.route('/', telegramWebhook({ channel: telegram, secret: config.TELEGRAM_WEBHOOK_SECRET, log }));
  }
  app.route('/', verifyRoutes({ publicKeys: signing.publicKeys, statusOf: (id) => findStatus(db, id), i18n }));
  const epoch = () => epochs.current(Date.now());
  const letterbox = openLetterbox({ db, keys, kept, epoch, examiner, now: Date.now });
  const reached = { publicUrl, proxies: config.TRUSTED_PROXIES };
  app.route('/', mailboxRoutes({ letterbox, i18n, log, zone: config.TZ_REGION, ...reached }));
  app.route('/', styleRoutes());
  app.route('/', homeRoutes({ i18n, links: () => linksOf(telegram, whatsapp), simulator: config.simulator }));
  if (phones) app.route('/', simulatorRoutes({ phones, personas, i18n }));
  const serverOptions = { requestTimeout: UPLOAD_MS, keepAliveTimeout: KEEP_ALIVE_MS };
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions });
  const stopSweeping = repeat('sweep', SWEEP_MS, () => delivery.sweep(), log);
  const stop = async (): Promise<void> => {
    // First, while there still is a channel that tells whether the last of them arrived.
    await reminders?.stop();
    await Promise.all(running.map((one) => one.stop()));
    await jobs.stop();
    await queue?.stop();
    await examiner.close();
    await turns.idle();
    await stopSweeping();
    await delivery.stop(GRACE_MS);
    await Promise.all(channels.map((one) => one.leave?.()));
    await reminders?.end();
    server.close();
    await presence.leave();
    outage.stop();
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

function simulatedPhones(i18n: I18n, log: Logger): SimulatorOptions['phones'] {
  const words = { numbersHint: (language: Language) => i18n.plain(language, text('engine.numbers_hint')) };
  return { buttons: createSimulator('buttons', words, log), numbers: createSimulator('numbers', words, log) };
}

/** A start that fails gives the database back before it says why. */
const closing =
  (database: Database, presence?: Presence) =>
  async (error: unknown): Promise<never> => {
    await presence?.leave();
    await database.close();
    throw error;
  };

/** Sample data go into the embedded database only: a real one must never hold made-up people. */
async function prepare({ db, kind }: Database, keys: Keys, dataDir: string): Promise<readonly Persona[]> {
  if (kind === 'pglite') {
    await endLeases(db);
    await releaseErrands(db);
    return seedTrial(db, keys, Date.now(), dataDir);
  }
  await ensureOfficialIkrar(db);
  return [];
}

async function main(): Promise<void> {
  const i18n = createI18n();
  const say = (message: Parameters<I18n['plain']>[1]): string => i18n.plain('id', message);
  let port = 0;
  try {
    const config = readConfig(process.env);
    port = config.PORT;
    const outage = new Outage();
    const log = createLog(config.LOG_LEVEL, undefined, outage.explains);
    dieQuietly(log);
    const service = await start(config, i18n, { log, outage });
    // Before it says that it is there: whoever reads that may stop it at once.
    endOnSignal(service, () => console.log(say(text('start.stopping'))), log);
    for (const line of startLines(config, service.url, config.TELEGRAM_BOT_TOKEN !== undefined, say)) console.log(line);
  } catch (error) {
    for (const line of failureLines(error, port, say)) console.error(line);
    process.exit(1);
  }
}

await main();
