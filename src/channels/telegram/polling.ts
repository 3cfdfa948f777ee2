import type { Update } from 'grammy/types';
import type { Logger } from '../../log.ts';
import type { LeasePort } from '../lease.ts';
import { Backoff, pause } from '../pause.ts';
import type { Client } from './client.ts';
import { CallError } from './errors.ts';
import { Tasks } from './lanes.ts';
import { grammySignal } from './signal.ts';
import { ALLOWED_UPDATES } from './update.ts';
import { Window } from './window.ts';

/** Most updates Telegram hands out at once: as many are in flight, since the offset stands at the lowest unfinished. */
const LIMIT = 100;
/** How long a batch may take before the next one is asked for beside it, ms; grows while nothing new comes. */
const PATIENCE = { first: 50, longest: 2000 };

export interface PollingOptions {
  readonly client: Client;
  readonly lease: LeasePort;
  readonly log: Logger;
  /** Resolves when the update is done; rejects when it is not and never will be here. */
  readonly handle: (update: Update) => Promise<void>;
  /** Length of the long poll, seconds. */
  readonly pollSeconds: number;
  /** Between two renewals, or two tries to get the lease, ms. */
  readonly leaseMs: number;
}

/** Our own loop over `getUpdates`: chats in parallel, no update confirmed before it is done, one process at a time. */
export class Polling {
  private readonly options: PollingOptions;
  private readonly stopping = new AbortController();
  private readonly conflict = new Backoff(1000, 30_000);
  private readonly away = new Backoff(500, 30_000);
  private readonly flight = new Tasks();
  private tenure = AbortSignal.abort();
  private running: Promise<void> = Promise.resolve();
  private last: CallError | undefined;

  constructor(options: PollingOptions) {
    this.options = options;
  }

  /** Aborted when no turn may begin any more: while stopping, and when another process polls. */
  get signal(): AbortSignal {
    return this.tenure;
  }

  /** The failure of the last poll, if it failed. */
  get failure(): CallError | undefined {
    return this.last;
  }

  start(): void {
    this.running = this.run();
  }

  /** Ends the poll, waits for the turns under way, tells Telegram what is done, and gives the lease away. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.flight.idle();
  }

  private async run(): Promise<void> {
    const { lease, leaseMs, log } = this.options;
    const stop = this.stopping.signal;
    while (!stop.aborted) {
      try {
        if (await lease.acquire()) await this.hold();
      } catch (error) {
        log.warn({ err: error }, 'telegram lease unavailable');
      }
      await pause(leaseMs, stop);
    }
  }

  /** Polls while the lease is ours. */
  private async hold(): Promise<void> {
    const { lease } = this.options;
    const lost = new AbortController();
    const drained = new AbortController();
    this.tenure = AbortSignal.any([lost.signal, this.stopping.signal]);
    const renewing = this.renew(lost, drained.signal);
    try {
      const window = new Window();
      await this.leaveWebhook(this.tenure);
      await this.poll(window, this.tenure);
      if (!lost.signal.aborted) {
        await this.flight.idle();
        await this.confirm(window);
      }
    } finally {
      drained.abort();
      await renewing;
    }
    if (!lost.signal.aborted) await lease.release();
  }

  private async renew(lost: AbortController, drained: AbortSignal): Promise<void> {
    const { lease, leaseMs, log } = this.options;
    for (;;) {
      await pause(leaseMs, drained);
      if (drained.aborted) return;
      try {
        if (await lease.renew()) continue;
        log.warn('telegram lease lost');
      } catch (error) {
        log.warn({ err: error }, 'telegram lease not renewed');
      }
      lost.abort();
      return;
    }
  }

  private async poll(window: Window, signal: AbortSignal): Promise<void> {
    const patience = new Backoff(PATIENCE.first, PATIENCE.longest);
    while (!signal.aborted) {
      const updates = await this.fetch(window, signal);
      const fresh = updates.filter((update) => window.take(update.update_id));
      for (const update of fresh) void this.flight.track(this.process(update, window));
      if (fresh.length > 0) patience.reset();
      if (window.size > 0) await this.wait(window, patience.next(), signal);
    }
  }

  private async process(update: Update, window: Window): Promise<void> {
    try {
      await this.options.handle(update);
      window.finish(update.update_id);
    } catch (error) {
      // It stays unfinished, so whoever polls next gets it again.
      this.options.log.debug({ err: error }, 'telegram update left for later');
    }
  }

  /** Waits until all is done, or for so long. */
  private async wait(window: Window, ms: number, signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    const end = (): void => done.abort();
    void window.done().then(end);
    signal.addEventListener('abort', end, { once: true });
    if (!signal.aborted) await pause(ms, done.signal);
    signal.removeEventListener('abort', end);
  }

  private async fetch(window: Window, signal: AbortSignal): Promise<readonly Update[]> {
    const offset = window.offset();
    const wanted = { limit: LIMIT, timeout: this.options.pollSeconds, allowed_updates: [...ALLOWED_UPDATES] };
    try {
      const request = { ...wanted, ...(offset === undefined ? {} : { offset }) };
      const updates = await this.options.client.call('getUpdates', (api) =>
        api.getUpdates(request, grammySignal(signal)),
      );
      if (this.last) this.options.log.info('telegram polling again');
      this.last = undefined;
      this.away.reset();
      this.conflict.reset();
      if (offset !== undefined) window.forget(offset);
      return updates;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (!signal.aborted) await this.backOff(error, signal);
      return [];
    }
  }

  private async backOff(error: CallError, signal: AbortSignal): Promise<void> {
    if (this.last?.code !== error.code) this.options.log.warn({ err: error }, 'telegram polling failed');
    this.last = error;
    // 409: another process polls with this token, or a webhook is set.
    const ms = error.waitMs ?? (error.code === 409 ? this.conflict : this.away).next();
    await pause(ms, signal);
  }

  /** While a webhook is set, Telegram refuses to be polled. */
  private async leaveWebhook(aborted: AbortSignal): Promise<void> {
    const { client, log } = this.options;
    try {
      const { url } = await client.setUp('getWebhookInfo', (api, signal) => api.getWebhookInfo(signal), aborted);
      if (url) await client.setUp('deleteWebhook', (api, signal) => api.deleteWebhook({}, signal), aborted);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (!aborted.aborted) log.warn({ err: error }, 'telegram webhook not removed');
    }
  }

  /** Without a last poll, what is done since the one before would come again after the restart. */
  private async confirm(window: Window): Promise<void> {
    const offset = window.offset();
    if (offset === undefined) return;
    try {
      await this.options.client.call('getUpdates', (api) => api.getUpdates({ offset, limit: 1, timeout: 0 }));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      this.options.log.warn({ err: error }, 'telegram offset not confirmed');
    }
  }
}
