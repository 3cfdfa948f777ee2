/** The processes of the bench: started with our own Node, watched from outside, ended by their own handle. */
import { type ChildProcess, type Serializable, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A process, and how to end it. */
export interface Running {
  readonly pid: number;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Options for node itself. */
  readonly node?: readonly string[];
  readonly args?: readonly string[];
  /** Where its output goes. */
  readonly log: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

function start(
  file: string,
  { environment = {}, node = [], args = [], log }: StartOptions,
): ChildProcess & { pid: number } {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [...node, `${ROOT}${file}`, ...args], {
    cwd: ROOT,
    env: { ...inherited, ...environment },
    stdio: ['ignore', output, output, 'ipc'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} does not start`);
  return Object.assign(child, { pid });
}

/** Starts the service itself. `failed` rejects when it ends without having been stopped. */
export function startService(options: StartOptions): Running & { readonly failed: Promise<never> } {
  const child = start('src/main.ts', options);
  const ended = once(child, 'exit');
  const failed = ended.then(() => {
    throw new Error(`the service ended: ${readFileSync(options.log, 'utf8')}`);
  });
  failed.catch(() => undefined); // nobody listens once it has started
  return {
    pid: child.pid,
    failed,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Runs a command of the operator to its end; resolves with how long that took, ms. Throws when it did not end well. */
export async function runCommand(name: string, options: StartOptions): Promise<number> {
  const began = performance.now();
  const [code] = await once(start(`src/cli/${name}.ts`, options), 'exit');
  const took = performance.now() - began;
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${readFileSync(options.log, 'utf8')}`);
  return took;
}

/** One of the parts under `parts/`: it tells its port when it is ready, then answers each question with one answer. */
export class Part implements Running {
  readonly pid: number;
  readonly port: number;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, pid: number, port: number) {
    this.child = child;
    this.pid = pid;
    this.port = port;
  }

  static async start(name: string, options: StartOptions): Promise<Part> {
    const child = start(`test/bench/parts/${name}.ts`, options);
    const { port } = z.object({ port: z.number() }).parse(await answerOf(child, name));
    return new Part(child, child.pid, port);
  }

  async ask(question: Serializable): Promise<unknown> {
    this.child.send(question);
    return answerOf(this.child, 'a part');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}

function answerOf(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const failed = (): void => reject(new Error(`${name} ended; its log says why`));
    child.once('exit', failed);
    child.once('message', (answer) => {
      child.off('exit', failed);
      resolve(answer);
    });
  });
}
