import type { Arrival, Receive } from '../../src/channels/channel.ts';

/** Stands where the conversation stands: keeps what arrives, and lets a test decide when and how each turn ends. */
export class Inbox {
  /** Everything that was handed over, in order, repeats included. */
  readonly arrivals: Arrival[] = [];
  /** How a turn ends. At once, unless a test says otherwise. */
  turn: (arrival: Arrival) => Promise<void> = async () => {};
  private taken = 0;
  private wake: () => void = () => {};

  readonly receive: Receive = (arrival) => {
    this.arrivals.push(arrival);
    this.wake();
    return this.turn(arrival);
  };

  /** The next arrival that no test has looked at yet; waits for it. */
  async next(): Promise<Arrival> {
    for (;;) {
      const arrival = this.arrivals[this.taken];
      if (arrival) {
        this.taken += 1;
        return arrival;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.wake = resolve;
      await promise;
    }
  }

  /** Holds every turn from now on until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.turn = () => promise;
    return resolve;
  }
}
