/** The bot as in production: `node src/main.ts`, started, killed and started again on the same port. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { Child } from '../support/child.ts';

export type Settings = Readonly<Record<string, string>>;

/** Settings of the machine the tests run on must not reach the bot. */
export const UNSET: Settings = {
  DATABASE_URL: '',
  IKRAR_SECRET: '',
  IKRAR_SECRET_PREVIOUS: '',
  PUBLIC_URL: '',
  PORT: '',
  HOST: '',
  TELEGRAM_BOT_TOKEN: '',
  TELEGRAM_MODE: '',
  TELEGRAM_WEBHOOK_SECRET: '',
  TELEGRAM_API_ROOT: '',
  SIMULATOR: '',
  DATA_DIR: '',
  EPOCH_DIR: '',
  KEEP_UNPROVEN_DAYS: '',
  KEEP_CLOSED_DAYS: '',
  KEEP_OPEN_DAYS: '',
  REMIND_FROM: '',
  REMIND_UNTIL: '',
  REMIND_SPREAD_MINUTES: '',
  TELEGRAM_REMINDERS_PER_SECOND: '',
  TELEGRAM_PAID_BROADCAST: '',
  WHATSAPP_REMINDERS_PER_MINUTE: '',
  SIGNING_P12: '',
  SIGNING_P12_PASSWORD: '',
  TZ_REGION: '',
  LOG_LEVEL: '',
  NODE_ENV: '',
};

export class Bot {
  readonly settings: Settings;
  /** What every process of it wrote, oldest first; the last may still be running. */
  readonly processes: Child[] = [];

  constructor(settings: Settings) {
    this.settings = settings;
  }

  get url(): string {
    return `http://127.0.0.1:${this.settings['PORT']}`;
  }

  /** Everything that was said so far, on both outputs. */
  get output(): string {
    return this.processes.map((child) => `${child.lines.join('\n')}\n${child.errors}`).join('\n');
  }

  /** Does not wait for it to be of use. */
  start(): Child {
    const child = new Child('src/main.ts', [], { ...UNSET, ...this.settings });
    this.processes.push(child);
    return child;
  }

  /** Resolves when it listens. */
  async startUp(): Promise<Child> {
    const child = this.start();
    await child.says('Halaman');
    return child;
  }

  /** Ends the running process, if there is one. Throws when it had ended by itself: no fault of ours may do that. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.processes.at(-1);
    if (!child) return;
    const { exitCode, signalCode } = child.process;
    if (exitCode !== null) throw new Error(`the bot had ended with ${exitCode}:\n${child.errors}`);
    if (signalCode === null) child.process.kill(signal);
    const { code } = await child.ended;
    if (signal === 'SIGTERM' && code !== 0) throw new Error(`the bot stopped with ${code}:\n${child.errors}`);
  }

  async clear(): Promise<void> {
    for (const child of this.processes) child.process.kill('SIGKILL');
    await Promise.all(this.processes.map((child) => child.ended));
  }
}

/** Listens on a free port of the loopback. */
export async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** A port that nobody has at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** Asks until it is so. For what nobody tells us about; the time is a limit, not a measure. */
export async function eventually<T>(ask: () => Promise<T | undefined>, what: string, limitMs = 90_000): Promise<T> {
  for (const deadline = Date.now() + limitMs; ; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
