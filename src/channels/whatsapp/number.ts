/**
 * The number, held by one process at a time: takes the lease, connects as long as it has it, and lets go when somebody else has
 * taken over.
 */
import type { Logger } from '../../log.ts';
import type { LeasePort } from '../lease.ts';
import { pause } from '../pause.ts';
import { Connections, type ConnectionsOptions } from './connections.ts';
import type { OpenSocket } from './socket.ts';
import { noteOf, type State, Trouble } from './standing.ts';

export interface NumberOptions extends Omit<ConnectionsOptions, 'entered'> {
  readonly lease: LeasePort;
  /** The number is ours from now on: what waits can be taken up. */
  readonly taken: () => Promise<void>;
  /** It is ours no more, or not for long: what waits is for whoever has it next. */
  readonly lost: () => Promise<void>;
  /** Whether a command of the operator's wants the number for a moment. */
  readonly wanted: () => Promise<boolean>;
  /** What is wrong although the connection is open: `refused 463`. */
  readonly refusals: () => string | undefined;
  readonly log: Logger;
}

/** How often the lease is renewed, ms: it must outlast a few of these. */
export const RENEW_EVERY = 2_500;
/** The same after one that failed. */
const RENEW_AGAIN = 500;
/** How often whoever has no number tries to take it, ms: when its holder dies, nobody has it for so much longer than the lease. */
export const LOOK_EVERY = 1_000;
/** How long before its end the lease counts as lost, ms: until then the connection is closed. */
const CLOSING_MS = 1_000;
const NEVER = new AbortController().signal;

export class OwnNumber {
  state: State = 'connecting';
  private detail: string | number | undefined;
  private readonly options: NumberOptions;
  private readonly connections: Connections;
  private readonly trouble: Trouble;
  private readonly stopping = new AbortController();
  private opening = Promise.withResolvers<void>();
  private life: Promise<void> | undefined;

  constructor(options: NumberOptions) {
    this.options = options;
    this.trouble = new Trouble(options.log);
    this.connections = new Connections({ ...options, entered: (state, detail) => this.enter(state, detail) });
  }

  /** The connection, while it is open. */
  get open(): OpenSocket | undefined {
    return this.state === 'open' ? this.connections.current : undefined;
  }

  /** `stopped (440)`; `undefined` while all is well, also where another process holds the number. */
  get fault(): string | undefined {
    if (this.state === 'open') return this.options.refusals();
    if (this.state === 'standby') return undefined;
    return this.detail === undefined ? this.state : `${this.state} (${this.detail})`;
  }

  /** The connection, as soon as it is open; `undefined` when that takes too long, or another process holds the number. */
  async soonOpen(longestMs: number): Promise<OpenSocket | undefined> {
    if (this.state === 'connecting' || this.state === 'waiting') {
      const enough = new AbortController();
      const late = pause(longestMs, AbortSignal.any([this.stopping.signal, enough.signal]));
      await Promise.race([this.opening.promise, late]);
      enough.abort();
    }
    return this.open;
  }

  start(): void {
    this.life ??= this.live();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.life;
  }

  private async live(): Promise<void> {
    const { lease, wanted, log } = this.options;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const since = performance.now();
        // Whoever stops while that is asked has nothing to hold any more.
        if (!(await wanted()) && (await lease.acquire()) && !signal.aborted) await this.hold(since);
        this.become('standby');
        this.trouble.over('the database says again who holds the number');
      } catch (error) {
        this.become('away', 'database');
        this.trouble.tell({ err: error }, 'the number cannot be held: it is tried again until the database answers');
      }
      await pause(LOOK_EVERY, signal);
    }
    await lease
      .release()
      .catch((error: unknown) => log.warn({ err: error }, 'the lease of the number was not given back'));
  }

  /**
   * Until the lease is lost, or we stop.
   *
   * @param since when it was asked for, ms of the process's clock
   */
  private async hold(since: number): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, over.signal]);
    const renewing = this.renew(over, signal, since);
    // At once: whoever has the number next may have it already, while this connection is still being closed.
    const left = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(this.options.lost()), { once: true });
    });
    try {
      this.become('connecting');
      await this.options.taken();
      this.trouble.over('the number is held again');
      await this.connections.keepUp(signal);
    } finally {
      over.abort();
      await renewing;
      await left;
      // A database that does not answer is not waited for: the lease ends by itself.
      await within(RENEW_EVERY, this.giveBack(), NEVER);
    }
  }

  private async giveBack(): Promise<void> {
    const { lease } = this.options;
    // What this one noted says nothing of the next holder.
    await lease.renew(noteOf('standby', undefined));
    await lease.release();
  }

  /** A renewal that fails, or is not answered, is tried again as long as nobody else can have the lease. */
  private async renew(over: AbortController, signal: AbortSignal, since: number): Promise<void> {
    const { lastsMs } = this.options.lease;
    let sure = since;
    for (let wait = RENEW_EVERY; ; ) {
      await pause(wait, signal);
      if (signal.aborted) return;
      const began = performance.now();
      const end = sure + lastsMs - CLOSING_MS;
      const asked = this.keeps().catch(() => undefined); // the next one shows whether it goes on
      const kept = await within(end - began, asked, signal);
      if (kept === false || (kept === undefined && performance.now() + RENEW_AGAIN >= end)) return over.abort();
      if (kept) sure = began;
      wait = kept ? RENEW_EVERY : RENEW_AGAIN;
    }
  }

  private become(state: State, detail?: string | number): void {
    const wasOpen = this.state === 'open';
    this.state = state;
    this.detail = detail;
    if (state === 'open') this.opening.resolve();
    else if (wasOpen) this.opening = Promise.withResolvers();
  }

  /** Whoever looks from outside sees it at once. */
  private enter(state: State, detail?: string | number): void {
    this.become(state, detail);
    void this.options.lease.renew(this.note).catch(() => false); // the next renewal tells
  }

  private get note(): string {
    return noteOf(this.state, this.state === 'open' ? this.options.refusals() : this.detail);
  }

  private async keeps(): Promise<boolean> {
    const { lease, wanted } = this.options;
    return (await lease.renew(this.note)) && !(await wanted());
  }
}

/** What comes of it; `undefined` when it takes too long. */
async function within<T>(ms: number, work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const enough = new AbortController();
  const late = pause(Math.max(0, ms), AbortSignal.any([signal, enough.signal])).then(() => undefined);
  return Promise.race([work, late]).finally(() => enough.abort());
}
