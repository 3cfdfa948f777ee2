import type { ChannelName, SendError } from '../channels/channel.ts';
import type { Logger } from '../log.ts';
import type { Db } from '../storage/db.ts';
import { heldChannels, holdChannel } from '../storage/holds.ts';
import type { Traffic } from './traffic.ts';

export interface HoldsOptions {
  readonly db: Db;
  readonly traffic: Traffic;
  readonly log: Logger;
}

/** Pauses of whole channels: kept by this process, and, where the platform asked for them, by all others too. */
export class Holds {
  private readonly options: HoldsOptions;

  constructor(options: HoldsOptions) {
    this.options = options;
  }

  /** Notes what a failed send means for everybody. Never throws: this process keeps the pause in any case. */
  async note(channel: ChannelName, outcome: SendError['outcome']): Promise<void> {
    const pause = pauseOf(outcome);
    if (!pause) return;
    const { db, traffic, log } = this.options;
    const isLonger = traffic.hold(channel, pause.waitMs);
    if (!isLonger || !pause.everywhere) return;
    try {
      await holdChannel(db, channel, pause.waitMs);
    } catch (error) {
      log.warn({ channel, err: error }, 'other processes could not be told of a pause');
    }
  }

  /** Learns of the pauses that others were asked for. */
  async look(): Promise<void> {
    for (const { channel, ms } of await heldChannels(this.options.db)) this.options.traffic.hold(channel, ms);
  }
}

function pauseOf(outcome: SendError['outcome']): { readonly waitMs: number; readonly everywhere: boolean } | undefined {
  if (outcome.kind === 'owed' && outcome.waitMs !== undefined) return { waitMs: outcome.waitMs, everywhere: true };
  if (outcome.kind !== 'retry' || !outcome.everybody) return undefined;
  return { waitMs: outcome.waitMs, everywhere: outcome.everywhere ?? false };
}
