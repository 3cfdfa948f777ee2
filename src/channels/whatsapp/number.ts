/**
 * The number, held by one process at a time: takes the lease, connects, connects again as the reason of each end says, and
 * lets go when somebody else has taken over.
 */
import type { Logger } from '../../log.ts';
import type { LeasePort } from '../lease.ts';
import { Backoff, pause } from '../pause.ts';
import { type AfterClose, afterClose } from './closing.ts';
import { isPaired, readCredentials } from './credentials.ts';
import type { Letter, Safe } from './ports.ts';
import { type OpenSocket, openSocket } from './socket.ts';

export interface NumberOptions {
  readonly safe: Safe;
  readonly lease: LeasePort;
  readonly url: string | undefined;
  readonly arrived: (name: string, letter: Letter) => void;
  readonly rung: (call: { readonly id: string; readonly chat: string }) => void;
  /** The number is ours from now on: what waits can be taken up. */
  readonly taken: () => Promise<void>;
  /** Whether a command of the operator's wants the number for a moment. */
  readonly wanted: () => Promise<boolean>;
  /** A QR to be shown to whoever has the phone. */
  readonly pairing: (qr: string) => void;
  readonly log: Logger;
}

/** The lease must outlast a few of these, ms. */
const RENEW_EVERY = 2_500;

export type State = 'standby' | 'connecting' | 'pairing' | 'open' | 'waiting' | 'stopped';

/** As it stands in the lease, for whoever looks from outside: `open`, `stopped 440`. */
const noteOf = (state: State, code: number | undefined): string => (code === undefined ? state : `${state} ${code}`);

export class OwnNumber {
  state: State = 'connecting';
  /** Why it came to a stop, as the server numbers it. */
  code: number | undefined;
  private readonly options: NumberOptions;
  private readonly stopping = new AbortController();
  private current: OpenSocket | undefined;
  private opening = Promise.withResolvers<void>();
  private life: Promise<void> | undefined;

  constructor(options: NumberOptions) {
    this.options = options;
  }

  /** The connection, while it is open. */
  get open(): OpenSocket | undefined {
    return this.state === 'open' ? this.current : undefined;
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
    this.current?.end();
    await this.life;
  }

  private async live(): Promise<void> {
    const { lease, log } = this.options;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        if (!(await this.options.wanted()) && (await lease.acquire())) await this.hold();
        this.state = 'standby';
      } catch (error) {
        log.warn({ channel: 'whatsapp', err: error }, 'the number cannot be held');
      }
      await pause(RENEW_EVERY, signal);
    }
    await lease
      .release()
      .catch((error: unknown) => log.warn({ err: error }, 'the lease of the number was not given back'));
  }

  /** Until the lease is lost, or we stop. */
  private async hold(): Promise<void> {
    const lost = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, lost.signal]);
    signal.addEventListener('abort', () => this.current?.end());
    const renewing = this.renew(lost, signal);
    try {
      await this.options.taken();
      await this.connectAgainAndAgain(signal);
    } finally {
      lost.abort();
      await renewing;
      // What this one noted says nothing of the next holder.
      await this.options.lease.renew(noteOf('standby', undefined));
      await this.options.lease.release();
    }
  }

  private async renew(lost: AbortController, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(RENEW_EVERY, signal);
      if (signal.aborted) return;
      if (!(await this.keeps().catch(() => false))) lost.abort();
    }
  }

  /** Whoever looks from outside sees it at once. */
  private enter(state: State): void {
    this.state = state;
    if (state === 'open') this.opening.resolve();
    void this.options.lease.renew(noteOf(state, this.code)).catch(() => false); // the next renewal tells
  }

  private async keeps(): Promise<boolean> {
    const { lease, wanted } = this.options;
    return (await lease.renew(noteOf(this.state, this.code))) && !(await wanted());
  }

  private async connectAgainAndAgain(signal: AbortSignal): Promise<void> {
    const { safe, log } = this.options;
    const waits = new Backoff(1_000, 120_000);
    while (!signal.aborted) {
      const { next, code } = await this.connect(waits);
      if (signal.aborted) return;
      this.code = code;
      if (next !== 'at once') log.warn({ channel: 'whatsapp', code, next }, 'the connection to WhatsApp has ended');
      if (next === 'unpaired') await safe.forget();
      if (next === 'stop') {
        this.enter('stopped');
        await untilAborted(signal);
      }
      if (next === 'later') {
        this.enter('waiting');
        await pause(waits.next(), signal);
      }
    }
  }

  /** One connection, until it ends. */
  private async connect(waits: Backoff): Promise<{ next: AfterClose; code: number | undefined }> {
    const { safe, url, arrived, rung, pairing } = this.options;
    const credentials = await readCredentials(safe);
    this.enter(isPaired(credentials) ? 'connecting' : 'pairing');
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    this.current = openSocket({
      safe,
      credentials,
      url,
      arrived,
      rung,
      pairing,
      opened: () => {
        this.code = undefined;
        this.enter('open');
        waits.reset();
      },
      closed: resolve,
    });
    const code = await promise;
    this.current = undefined;
    if (this.state === 'open') this.opening = Promise.withResolvers();
    return { next: afterClose(code), code };
  }
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
