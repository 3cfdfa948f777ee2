import { setImmediate as everythingArrived } from 'node:timers/promises';

/**
 * Work that gathers while earlier work is under way, and then goes together. One group at a time; under no load a single
 * item goes at once, so nobody waits for a timer.
 */
export class Group<Item> {
  private waiting: Item[] = [];
  private running: Promise<void> | undefined;
  private readonly take: (waiting: readonly Item[]) => { now: Item[]; later: Item[] };
  private readonly work: (items: readonly Item[]) => Promise<void>;

  /**
   * @param take chooses what goes next of what waits
   * @param work does it; must not reject: each item knows how to report its own failure
   */
  constructor(
    take: (waiting: readonly Item[]) => { now: Item[]; later: Item[] },
    work: (items: readonly Item[]) => Promise<void>,
  ) {
    this.take = take;
    this.work = work;
  }

  add(item: Item): void {
    this.waiting.push(item);
    this.running ??= this.run();
  }

  /** Resolves when nothing waits or runs. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      // What the network has brought meanwhile goes along: the embedded database keeps the whole process waiting while it works.
      await everythingArrived();
      const { now, later } = this.take(this.waiting);
      this.waiting = later;
      await this.work(now);
    }
    this.running = undefined;
  }
}
