/** The service's hold on one cleaner: asks it, and ends it when it takes too long or too much. */
import { once } from 'node:events';
import { type EvidenceFault, LARGEST_PIECE } from '../domain/evidence.ts';
import type { Logger } from '../log.ts';
import { type Answer, answer } from './answer.ts';
import { type Frame, readFrames, writeFrame } from './frames.ts';
import { residentSize } from './memory.ts';
import { type CleanerProcess, spawnCleaner } from './spawn.ts';

export interface CleanerLimits {
  /** How long a piece may take, in ms. */
  readonly patienceMs: number;
  /** How much the process may hold in memory, in bytes; watched on Linux only. */
  readonly mostMemory: number;
}

type Stopped = Extract<EvidenceFault, 'took_too_long' | 'too_heavy' | 'failed'>;

/** What it said, or why it said nothing. */
export type Reply = { readonly answer: Answer; readonly body: Buffer } | { readonly fault: Stopped };

/** Loading the libraries takes a fifth of a second; this is for a machine that has other worries. */
const START_MS = 30_000;
const LOOK_MS = 50;

export class Cleaner {
  private readonly child: CleanerProcess;
  private readonly limits: CleanerLimits;
  private readonly log: Logger;
  private readonly frames: AsyncGenerator<Frame, undefined>;
  private readonly ended: Promise<unknown>;
  private stopped: Stopped | 'done' | undefined;

  private constructor(limits: CleanerLimits, log: Logger) {
    this.limits = limits;
    this.log = log;
    this.child = spawnCleaner();
    this.frames = readFrames(this.child.stdout, LARGEST_PIECE);
    // Writing to one that is gone fails; that it is gone shows where its answer is awaited.
    this.child.stdin.on('error', () => undefined);
    this.ended = once(this.child, 'exit').then(
      ([code, signal]) => this.noteEnd({ code, signal }),
      (error: unknown) => this.noteEnd({ err: error }),
    );
  }

  /** Starts one. `undefined` when it does not get ready; the log says so. */
  static async start(limits: CleanerLimits, log: Logger): Promise<Cleaner | undefined> {
    const cleaner = new Cleaner(limits, log);
    const reply = await cleaner.hear(START_MS);
    if ('answer' in reply && reply.answer.is === 'ready') return cleaner;
    cleaner.stop('failed');
    return undefined;
  }

  /** Its process while it is at work, or ready to be. */
  get pid(): number | undefined {
    return this.stopped ? undefined : this.child.pid;
  }

  /** Has a piece looked into; one at a time. After a fault, or once the signal comes, it is at an end. */
  ask(piece: Uint8Array, signal?: AbortSignal): Promise<Reply> {
    writeFrame(this.child.stdin, {}, piece).catch(() => undefined); // see the constructor
    return this.hear(this.limits.patienceMs, signal);
  }

  /** Ends it, whatever it is doing. Resolves when it is gone. */
  async close(): Promise<void> {
    this.stop('done');
    await this.ended;
  }

  private async hear(patienceMs: number, signal?: AbortSignal): Promise<Reply> {
    const { pid } = this.child;
    const abort = (): void => this.stop('done');
    signal?.addEventListener('abort', abort, { once: true });
    const patience = setTimeout(() => this.stop('took_too_long'), patienceMs);
    const looking = setInterval(() => {
      const size = pid === undefined ? undefined : residentSize(pid);
      if (size !== undefined && size > this.limits.mostMemory) this.stop('too_heavy');
    }, LOOK_MS);
    try {
      const { value: frame } = await this.frames.next();
      if (frame) return { answer: answer.parse(frame.head), body: frame.body };
    } catch (error) {
      this.log.error({ err: error }, 'the cleaner said what it may not say');
    } finally {
      clearTimeout(patience);
      clearInterval(looking);
      signal?.removeEventListener('abort', abort);
    }
    // It is gone, or of no more use.
    this.stop('failed');
    await this.ended;
    return { fault: this.stopped === 'took_too_long' || this.stopped === 'too_heavy' ? this.stopped : 'failed' };
  }

  private stop(why: Stopped | 'done'): void {
    if (this.stopped) return;
    this.stopped = why;
    this.child.kill('SIGKILL');
  }

  private noteEnd(how: object): void {
    this.stopped ??= 'failed';
    if (this.stopped !== 'done') this.log.error({ why: this.stopped, ...how }, 'the cleaner ended');
  }
}
