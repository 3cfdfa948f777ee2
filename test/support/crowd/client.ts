/** The test's side of the crowd. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BotHandle } from '../bot-api/client.ts';
import { type Guest, type News, news, type Order, type Reader, type Report, type Reporter } from './wire.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

export interface Progress {
  readonly heard: number;
  readonly finished: number;
}

/** The people wait for an answer that does not come. */
export class StuckError extends Error {
  override readonly name = 'StuckError';
}

/** Who comes: one person for each NIP, and those who report, half of them with a picture. */
export interface People {
  readonly nips: readonly string[];
  readonly reporters: number;
  readonly photo: Uint8Array;
  /** Of those who come back for a report that was filed before. */
  readonly codes?: readonly string[];
}

type Gathered = Extract<News, { is: 'gathered' }>;

export class Crowd {
  readonly guests: readonly Guest[];
  readonly reporters: readonly Reporter[];
  readonly readers: readonly Reader[];
  /** The bot they write to, as the fake knows it. */
  readonly bot: BotHandle;
  progress: Progress = { heard: 0, finished: 0 };
  private readonly child: ChildProcess;
  private readonly watching = new Set<() => void>();

  private constructor(child: ChildProcess, bot: BotHandle, { guests, reporters, readers }: Gathered) {
    this.child = child;
    this.bot = bot;
    this.guests = guests;
    this.reporters = reporters;
    this.readers = readers;
    child.on('message', (message) => {
      const said = news.parse(message);
      if (said.is !== 'progress') return;
      this.progress = said;
      for (const look of this.watching) look();
    });
  }

  /** Starts the process with the people in it. */
  static async gather({ nips, reporters, photo, codes = [] }: People, seed: number): Promise<Crowd> {
    const child = fork(MAIN, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const { root } = await next(child, 'listening');
    const bot = new BotHandle(root, `4711:AAE-synthetic_token_${crypto.randomUUID()}`);
    const gathered = next(child, 'gathered');
    const people = { nips: [...nips], codes: [...codes], reporters, photo: Buffer.from(photo).toString('base64') };
    tell(child, { do: 'gather', token: bot.token, username: bot.username, seed, ...people });
    return new Crowd(child, bot, await gathered);
  }

  get size(): number {
    return this.guests.length + this.reporters.length + this.readers.length;
  }

  begin(): void {
    tell(this.child, { do: 'begin' });
  }

  /** The bot was killed, and is not yet started again. */
  mourn(): void {
    tell(this.child, { do: 'mourn' });
  }

  async report(): Promise<Report> {
    const answer = next(this.child, 'report');
    tell(this.child, { do: 'report' });
    return (await answer).report;
  }

  /**
   * Resolves when it is so.
   *
   * @param patienceMs how long nothing at all may happen before that
   * @throws StuckError with what three of those who wait see
   */
  async until(isSo: (progress: Progress) => boolean, patienceMs = 90_000): Promise<void> {
    while (!isSo(this.progress)) {
      if (await this.moves(patienceMs)) continue;
      const { waiting } = await this.report();
      throw new StuckError(`${waiting.length} wait, e.g. ${JSON.stringify(waiting.slice(0, 3), null, 1)}`);
    }
  }

  /** Resolves when everybody has come to their end, and Telegram has nothing left that the bot did not take. */
  async finish(patienceMs?: number): Promise<void> {
    await this.until(({ finished }) => finished === this.size, patienceMs);
    await this.bot.taken();
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.disconnect();
    await ended;
  }

  /** True when something happened within the time. */
  private async moves(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(resolve, ms, false);
    const look = (): void => resolve(true);
    this.watching.add(look);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.watching.delete(look);
    }
  }
}

const tell = (child: ChildProcess, order: Order): void => void child.send(order);

/** The next news of a kind. Rejects when the process ends without. */
function next<K extends News['is']>(child: ChildProcess, kind: K): Promise<Extract<News, { is: K }>> {
  const isOf = (said: News): said is Extract<News, { is: K }> => said.is === kind;
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the crowd ended with ${code}`));
    const listen = (message: unknown): void => {
      const said = news.parse(message);
      if (!isOf(said)) return;
      child.off('message', listen).off('exit', ended);
      resolve(said);
    };
    child.on('message', listen).once('exit', ended);
  });
}
