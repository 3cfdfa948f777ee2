import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../log.ts';
import type { Arrival, Receive } from '../channel.ts';

const MOST_WAITING = 50;
const MOST_KNOWN = 200;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** What one phone sent: handed to the bot one after another, each again until the bot has dealt with it. */
export class Line {
  private readonly waiting: Arrival[] = [];
  private readonly known = new Set<string>();
  private readonly log: Logger;
  private readonly dealtWith: (messageId: string) => void;
  private working = false;
  private work: Promise<void> = Promise.resolve();

  constructor(log: Logger, dealtWith: (messageId: string) => void) {
    this.log = log;
    this.dealtWith = dealtWith;
  }

  get length(): number {
    return this.waiting.length;
  }

  get full(): boolean {
    return this.waiting.length >= MOST_WAITING;
  }

  /** Whether a message of this id came before, lately. */
  knows(messageId: string): boolean {
    return this.known.has(messageId);
  }

  add(arrival: Arrival, receive: Receive, stopping: AbortSignal): void {
    const [oldest] = this.known.add(arrival.messageId);
    if (this.known.size > MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
    this.waiting.push(arrival);
    if (this.working) return;
    this.working = true;
    this.work = this.empty(receive, stopping);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.work;
  }

  private async empty(receive: Receive, signal: AbortSignal): Promise<void> {
    for (let wait = FIRST_PAUSE_MS; !signal.aborted; ) {
      const [arrival] = this.waiting;
      if (!arrival) break;
      try {
        await receive(arrival);
        this.waiting.shift();
        this.dealtWith(arrival.messageId);
        wait = FIRST_PAUSE_MS;
      } catch (error) {
        this.log.warn({ err: error }, 'a simulated message was not taken and comes again');
        await pause(wait, undefined, { signal }).catch(() => undefined);
        wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
      }
    }
    // Not in a `finally` of the promise: what is added between the loop's end and that would wait for ever.
    this.working = false;
  }
}
