/**
 * Who guesses codes slows down, and nobody else does.
 *
 * What keeps a mailbox shut is its code: 80 random bits are beyond guessing at any rate. The brake is there so that guessing
 * costs us little, and so that it is seen to lead nowhere. It cannot tell people behind one address apart, and a mobile carrier
 * puts thousands behind one. So it may never stand between a right code and its mailbox: each code is looked up, a right one
 * opens at once whatever others have typed, and only the answer to a wrong one changes: after five it is «coba lagi setelah …»,
 * a minute first, then twice that, an hour at most. Such an answer neither counts nor makes the pause longer.
 *
 * Looking up is what costs us something, so codes from one address are looked up one after another: a program that sends
 * thousands waits for itself, while other addresses do not notice. Only while hundreds wait from one address is the next one
 * sent away without a look.
 *
 * All of it is in memory, under a key that dies with the process; a restart forgets it. An address is in no row and no log.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { Paces } from '../../conversation/pace.ts';

export type Judged<T> =
  | { readonly kind: 'right'; readonly found: T }
  | { readonly kind: 'wrong' }
  /** Wrong, or not looked up; another may be tried at this moment, ms since 1970. */
  | { readonly kind: 'slow'; readonly until: number };

/** A second or two of looking up. */
const MOST_WAITING = 200;
const CROWD_MS = 60_000;

interface Line {
  waiting: number;
  last: Promise<unknown>;
}

export class Guesses {
  private readonly key = randomBytes(32);
  private readonly paces: Paces;
  private readonly lines = new Map<string, Line>();
  private readonly now: () => number;

  /** @param now ms since 1970 */
  constructor(now: () => number) {
    this.now = now;
    this.paces = new Paces(now);
  }

  /**
   * Looks a code up for an address.
   *
   * @param look gives nothing when there is no such code
   */
  async judge<T>(address: string, look: () => Promise<T | undefined>): Promise<Judged<T>> {
    const client = createHmac('sha256', this.key).update(address).digest('base64');
    const line = this.lines.get(client) ?? { waiting: 0, last: Promise.resolve() };
    if (line.waiting >= MOST_WAITING) return { kind: 'slow', until: this.now() + CROWD_MS };
    this.lines.set(client, line);
    line.waiting += 1;
    const looked = line.last.then(() => this.look(client, look));
    line.last = looked.catch(() => undefined);
    try {
      return await looked;
    } finally {
      line.waiting -= 1;
      if (line.waiting === 0) this.lines.delete(client);
    }
  }

  private async look<T>(client: string, look: () => Promise<T | undefined>): Promise<Judged<T>> {
    const { codeFrom: until } = this.paces.of(client);
    const found = await look();
    if (found !== undefined) return { kind: 'right', found };
    if (until !== undefined && until > this.now()) return { kind: 'slow', until };
    this.paces.guessed(client);
    return { kind: 'wrong' };
  }
}
