/** Letters on their way to their turns: in order within a chat, chats in parallel, each kept until its turn is committed. */
import type { Logger } from '../../log.ts';
import type { Arrival, Receive } from '../channel.ts';
import { Backoff, pause } from '../pause.ts';
import { type Letter, letter, type Safe } from './ports.ts';
import { understand } from './understand.ts';

export interface MailroomOptions {
  readonly safe: Safe;
  readonly receive: Receive;
  /** The chat that a letter is of, as far as is known here: nobody else is asked. */
  readonly chatOf: (one: Letter) => Promise<string>;
  /** Adds what the letter itself does not tell, such as a number that was learnt before. */
  readonly complete: (one: Letter) => Promise<Letter>;
  /** The turn of a letter is committed. */
  readonly done?: (one: Letter) => void;
  readonly log: Logger;
}

export class Mailroom {
  private readonly options: MailroomOptions;
  /** The last letter of each place: an address, a number, a chat. */
  private readonly lanes = new Map<string, Promise<void>>();
  /** Letters on their way to their lanes, one after the other. */
  private sorting: Promise<void> = Promise.resolve();
  /** Letters in the lanes, by name: what is taken up again must not be told twice. */
  private readonly underWay = new Set<string>();
  /** While the number is ours. */
  private closing = new AbortController();

  constructor(options: MailroomOptions) {
    this.options = options;
    this.closing.abort();
  }

  /** The number is ours: takes up what waits, and what comes from now on. */
  async open(): Promise<void> {
    if (this.closing.signal.aborted) this.closing = new AbortController();
    for (const { name, letter: kept } of await this.options.safe.waiting()) {
      const read = letter.safeParse(kept);
      if (read.success) this.handle(name, read.data);
      else this.options.safe.done(name);
    }
  }

  /** Hands a letter to its turn, behind the earlier ones of its chat. Without the number it waits in the safe. */
  handle(name: string, one: Letter): void {
    const { signal } = this.closing;
    if (signal.aborted || this.underWay.has(name)) return;
    this.underWay.add(name);
    this.sorting = this.sorting.then(() => this.sort(name, one, signal));
  }

  /** Resolves when nothing is under way; what is left waits in the safe, for whoever has the number next. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.sorting;
    await Promise.all(this.lanes.values());
  }

  /**
   * Behind all that came before from the same address, or of the chat that is led there: whoever is somewhere else by now must not
   * pass what they wrote before.
   */
  private async sort(name: string, one: Letter, signal: AbortSignal): Promise<void> {
    const chat = await this.again(() => this.options.chatOf(one), signal);
    const places = new Set([one.chat, chat].filter((place) => place !== undefined));
    const lane = Promise.all([...places].map((place) => this.lanes.get(place)))
      .then(() => this.again(() => this.deliver(name, one), signal))
      .then(() => {
        this.underWay.delete(name);
        for (const place of places) if (this.lanes.get(place) === lane) this.lanes.delete(place);
      });
    for (const place of places) this.lanes.set(place, lane);
  }

  private async deliver(name: string, one: Letter): Promise<void> {
    const arrival: Arrival | undefined = understand(await this.options.complete(one));
    if (arrival) await this.options.receive(arrival);
    this.options.safe.done(name);
    this.options.done?.(one);
  }

  /** Until it succeeds; `undefined` when the number was not ours so long. */
  private async again<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    const waits = new Backoff(200, 30_000);
    while (!signal.aborted) {
      try {
        return await work();
      } catch (error) {
        this.options.log.warn({ channel: 'whatsapp', err: error }, 'a message was not taken and comes again');
        await pause(waits.next(), signal);
      }
    }
    return undefined;
  }
}
