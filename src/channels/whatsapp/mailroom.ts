/** Letters on their way to their turns: in order within a chat, chats in parallel, each kept until its turn is committed. */
import type { Logger } from '../../log.ts';
import type { Arrival, Receive } from '../channel.ts';
import { Backoff, pause } from '../pause.ts';
import { type Letter, letter, type Safe } from './ports.ts';
import { understand } from './understand.ts';

export interface MailroomOptions {
  readonly safe: Safe;
  readonly receive: Receive;
  /** Adds what the letter itself does not tell, such as a number that was learnt before. */
  readonly complete: (one: Letter) => Promise<Letter>;
  /** The turn of a letter is committed. */
  readonly done?: (one: Letter) => void;
  readonly log: Logger;
}

export class Mailroom {
  private readonly options: MailroomOptions;
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(options: MailroomOptions) {
    this.options = options;
  }

  /** Takes up what a process that is gone has left. */
  async resume(): Promise<void> {
    for (const { name, letter: kept } of await this.options.safe.waiting()) {
      const read = letter.safeParse(kept);
      if (read.success) this.handle(name, read.data);
      else this.options.safe.done(name);
    }
  }

  /** Hands a letter to its turn, behind the earlier ones of its chat. */
  handle(name: string, one: Letter): void {
    const lane = (this.lanes.get(one.chat) ?? Promise.resolve())
      .then(() => this.deliver(name, one))
      .finally(() => {
        if (this.lanes.get(one.chat) === lane) this.lanes.delete(one.chat);
      });
    this.lanes.set(one.chat, lane);
  }

  /** Resolves when nothing is under way; what is left waits in the safe. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.lanes.values());
  }

  private async deliver(name: string, one: Letter): Promise<void> {
    const { signal } = this.stopping;
    const waits = new Backoff(200, 30_000);
    while (!signal.aborted) {
      try {
        const arrival: Arrival | undefined = understand(await this.options.complete(one));
        if (arrival) await this.options.receive(arrival);
        this.options.safe.done(name);
        this.options.done?.(one);
        return;
      } catch (error) {
        this.options.log.warn({ channel: 'whatsapp', err: error }, 'a message was not taken and comes again');
        await pause(waits.next(), signal);
      }
    }
  }
}
