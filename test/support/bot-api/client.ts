/** The test's side of the fake Bot API in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parsePhone } from '../../../src/domain/phone.ts';
import type { Call, Called } from './bot.ts';
import type { Fault } from './faults.ts';
import { TelegramPerson } from './person.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

const calls: z.ZodType<readonly Call[]> = z.array(
  z.object({ method: z.string(), params: z.record(z.string(), z.unknown()), at: z.number() }),
);

export interface FaultWanted {
  readonly fault: Fault;
  readonly methods?: readonly string[];
  readonly chat?: number;
  readonly times?: number;
}

/** Starts the process. `root` is what `TELEGRAM_API_ROOT` must be. */
export async function startBotApi(): Promise<BotApiProcess> {
  const child = spawn(process.execPath, [MAIN], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  createInterface(child.stdout).once('line', (line) =>
    resolve(z.object({ port: z.number() }).parse(JSON.parse(line)).port),
  );
  child.once('exit', (code) => reject(new Error(`the fake Bot API ended with ${code}`)));
  return new BotApiProcess(child, `http://127.0.0.1:${await promise}`);
}

export class BotApiProcess {
  readonly root: string;
  private readonly child: ChildProcess;
  private bots = 0;

  constructor(child: ChildProcess, root: string) {
    this.child = child;
    this.root = root;
  }

  /** A bot of its own for a test: nothing is shared with the others. */
  async bot(): Promise<BotHandle> {
    this.bots += 1;
    const handle = new BotHandle(this.root, `${1000 + this.bots}:AAE-synthetic_token_${crypto.randomUUID()}`);
    await handle.tell('bot', { username: handle.username });
    return handle;
  }

  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.child.once('exit', () => resolve());
    this.child.stdin?.end();
    await promise;
  }
}

/** One bot on the fake, seen from outside. */
export class BotHandle {
  readonly root: string;
  readonly token: string;
  readonly username = 'ikrar_contoh_bot';

  constructor(root: string, token: string) {
    this.root = root;
    this.token = token;
  }

  /** One control action; resolves with its result. */
  async tell(action: string, body: object = {}): Promise<unknown> {
    const response = await fetch(`${this.root}/control/${action}`, {
      method: 'POST',
      body: JSON.stringify({ token: this.token, ...body }),
    });
    const answer = z.object({ result: z.unknown(), error: z.string().optional() }).parse(await response.json());
    if (answer.error !== undefined) throw new Error(`${action}: ${answer.error}`);
    return answer.result;
  }

  /** @param called the names by which others know them */
  async person(language?: string, called?: Called): Promise<TelegramPerson> {
    const { id, phone } = z
      .object({ id: z.number(), phone: z.string() })
      .parse(await this.tell('person', { language, called }));
    const parsed = parsePhone(`+${phone}`);
    if (!parsed) throw new Error('the fake gave no phone number');
    return new TelegramPerson(this, id, parsed);
  }

  /** As many people at once; their chats. */
  async people(count: number): Promise<readonly number[]> {
    return z.array(z.number()).parse(await this.tell('people', { count }));
  }

  /** How many messages of the bot stand in each chat. */
  async heard(): Promise<ReadonlyMap<number, number>> {
    return new Map(z.array(z.tuple([z.number(), z.number()])).parse(await this.tell('heard')));
  }

  /** The messages of all chats are numbered from here on: so that one would recognise them. */
  async numbersFrom(from: number): Promise<void> {
    await this.tell('numbers', { from });
  }

  /** Everything by which the bot could name a file that was sent to it. */
  async sentFiles(): Promise<readonly string[]> {
    return z.array(z.string()).parse(await this.tell('files'));
  }

  /** Ids of the updates that are not acknowledged. */
  async waiting(): Promise<readonly number[]> {
    return z.array(z.number()).parse(await this.tell('waiting'));
  }

  /** Resolves when every update is acknowledged. */
  async taken(): Promise<void> {
    while ((await this.waiting()).length > 0) await pause(20);
  }

  async calls(method?: string): Promise<readonly Call[]> {
    return calls.parse(await this.tell('calls', { method }));
  }

  /** Calls that came although a `retry_after` had not passed. */
  async early(): Promise<number> {
    return z.number().parse(await this.tell('early'));
  }

  /** From now on, no more messages in any second than these, and than these that are paid for; without a number, Telegram's own. */
  async limit(most?: number, paid?: number): Promise<void> {
    await this.tell('limit', { most, paid });
  }

  /** When calls were answered with 429, ms since 1970. */
  async refusals(): Promise<readonly number[]> {
    return z.array(z.number()).parse(await this.tell('refusals'));
  }

  async fault(wanted: FaultWanted): Promise<void> {
    await this.tell('fault', wanted);
  }
}
