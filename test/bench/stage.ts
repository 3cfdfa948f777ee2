/** The stage of the bench: a Bot API, the people, and the bots they talk to, each in a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Job, type Played, played, type Seen, seen } from './parts/wire.ts';
import { Part, type Running, startService } from './processes.ts';
import { cpuOf } from './usage.ts';

/** A bot that people can talk to. */
export interface Bot extends Running {
  readonly webhook: string;
  readonly token: string;
  readonly play: Job['play'];
  /** From the start of the process to the first 200 on /readyz, ms. */
  readonly readyMs: number;
  /** CPU of what works for it outside its process, ms so far. */
  readonly serverCpu?: () => Promise<number>;
}

/** Hands out so many people who have not played yet: the number of the first. */
export type People = (count: number) => number;

export function peopleInTurn(): People {
  let next = 0;
  return (count) => {
    next += count;
    return next - count;
  };
}

export type Wanted = Pick<Job, 'first' | 'dialogues' | 'pace'>;

/** What a run took, ms of CPU. */
export interface Cost {
  readonly perMessage: number;
  readonly serverPerMessage: number;
}

/** What else a service is started with. */
export interface Also {
  readonly node?: readonly string[];
  readonly serverCpu?: () => Promise<number>;
  /** Another process of the same bot. */
  readonly beside?: Bot;
}

const SECRET = 'bench_secret_0123456789';
/** The root secret of every database of the bench. */
export const ROOT_SECRET = 'a root secret that only the bench ever uses';
/** After a run: replies under way, sent ones forgotten. */
const TAIL_MS = 400;
/** A bot that has much to send is never silent for so long. */
const LONGEST_SILENCE_MS = 60_000;

export class Stage {
  /** A folder for logs and data, gone at the end. */
  readonly folder: string;
  private readonly api: Part;
  private readonly driver: Part;
  private bots = 0;

  private constructor(folder: string, api: Part, driver: Part) {
    this.folder = folder;
    this.api = api;
    this.driver = driver;
  }

  static async open(): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), 'ikrar-bench-'));
    const log = join(folder, 'parts.log');
    return new Stage(folder, await Part.start('api', { log }), await Part.start('driver', { log }));
  }

  async close(): Promise<void> {
    await this.driver.stop();
    await this.api.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** The yardstick. */
  async echo(): Promise<Bot> {
    const token = this.nextToken();
    const environment = { API_ROOT: this.apiRoot, TOKEN: token, SECRET };
    const part = await Part.start('echo', { environment, log: this.log('echo') });
    return { pid: part.pid, stop: () => part.stop(), webhook: urlOf(part.port), token, play: 'echo', readyMs: 0 };
  }

  /** The service as it runs in production or, without DATABASE_URL, on trial. */
  async service(name: string, environment: Readonly<Record<string, string>>, also: Also = {}): Promise<Bot> {
    const token = also.beside?.token ?? this.nextToken();
    const port = await freePort();
    const began = performance.now();
    const running = startService({
      environment: {
        IKRAR_SECRET: ROOT_SECRET,
        PORT: String(port),
        TELEGRAM_BOT_TOKEN: token,
        TELEGRAM_MODE: 'webhook',
        TELEGRAM_WEBHOOK_SECRET: SECRET,
        TELEGRAM_API_ROOT: `${this.apiRoot}/from/${name}`,
        PUBLIC_URL: 'https://ikrar.example',
        // Keys made under the bench's secret must never lie where the service itself looks for its own.
        DATA_DIR: join(this.folder, `data-${name}`),
        ...environment,
      },
      log: this.log(name),
      ...(also.node ? { node: also.node } : {}),
    });
    const base = `http://127.0.0.1:${port}`;
    await Promise.race([answers(`${base}/readyz`), running.failed]);
    const readyMs = performance.now() - began;
    const { serverCpu } = also;
    const webhook = `${base}/webhooks/telegram`;
    return { ...running, webhook, token, play: 'pledge', readyMs, ...(serverCpu ? { serverCpu } : {}) };
  }

  /** The same bot, whose answers to webhook calls come late: each only after the next act of its chat was taken. */
  async holding(bot: Bot): Promise<Bot> {
    const part = await Part.start('hold', { environment: { TARGET: bot.webhook }, log: this.log('hold') });
    return { ...bot, pid: part.pid, stop: () => part.stop(), webhook: urlOf(part.port) };
  }

  /** Lets people talk to a bot. */
  async play({ webhook, token, play }: Bot, wanted: Wanted): Promise<Played> {
    return played.parse(
      await this.driver.ask({ apiRoot: this.apiRoot, token, webhook, secret: SECRET, play, ...wanted }),
    );
  }

  /** The same, and what it took. */
  async measure(bot: Bot, wanted: Wanted): Promise<Cost & Played> {
    const serverBefore = (await bot.serverCpu?.()) ?? 0;
    const before = cpuOf(bot.pid);
    const result = await this.play(bot, wanted);
    await pause(TAIL_MS);
    const perMessage = (cpuOf(bot.pid) - before) / result.messages;
    const server = ((await bot.serverCpu?.()) ?? 0) - serverBefore;
    return { ...result, perMessage, serverPerMessage: server / result.messages };
  }

  /** Counts what a bot sends from now on, and holds it to Telegram's limit. */
  async watch({ token }: Pick<Bot, 'token'>, most: number | 'no limit'): Promise<void> {
    await fetch(`${this.apiRoot}/watch/${token}`, { method: 'POST', body: String(most === 'no limit' ? 0 : most) });
  }

  async seen({ token }: Pick<Bot, 'token'>): Promise<Seen> {
    return seen.parse(await (await fetch(`${this.apiRoot}/seen/${token}`)).json());
  }

  /** Resolves when a watched bot has sent so many, and so many of its processes took part in it. */
  async sent(bot: Pick<Bot, 'token'>, count: number, processes = 1): Promise<Seen> {
    for (let deadline = performance.now() + LONGEST_SILENCE_MS, before = 0; performance.now() < deadline; ) {
      const now = await this.seen(bot);
      if (now.sent >= count && Object.keys(now.by).length >= processes) return now;
      if (now.sent > before) deadline = performance.now() + LONGEST_SILENCE_MS;
      before = now.sent;
      await pause(100);
    }
    throw new Error(`message ${count}, of ${processes} processes, does not come`);
  }

  /** A loop that only sends, and nothing else. */
  async announcer(): Promise<Part & { readonly token: string }> {
    const token = this.nextToken();
    const environment = { API_ROOT: this.apiRoot, TOKEN: token };
    return Object.assign(await Part.start('announce', { environment, log: this.log('announce') }), { token });
  }

  log(name: string): string {
    return join(this.folder, `${name}.log`);
  }

  private get apiRoot(): string {
    return `http://127.0.0.1:${this.api.port}`;
  }

  private nextToken(): string {
    this.bots += 1;
    return `${this.bots}:AAE-synthetic-token`;
  }
}

const urlOf = (port: number): string => `http://127.0.0.1:${port}/`;

/** How often a starting service is asked, and how long it may take. */
const ASK_EVERY_MS = 15;
const LONGEST_START_MS = 60_000;

async function answers(url: string): Promise<void> {
  for (const deadline = performance.now() + LONGEST_START_MS; performance.now() < deadline; ) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => undefined,
    );
    if (status === 200) return;
    await pause(ASK_EVERY_MS);
  }
  throw new Error(`${url} does not answer`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
