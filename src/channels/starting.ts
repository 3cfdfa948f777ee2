import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import type { Channel, Receive } from './channel.ts';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Starts a channel, and tries again with growing pauses while its platform is away: the rest of the service need not wait.
 * Until it has started, `trouble` says so.
 */
export function startPatiently(
  channel: Channel,
  receive: Receive,
  log: Logger,
): { readonly trouble: () => string | undefined; readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  let started = false;
  const starting = (async () => {
    for (let wait = FIRST_PAUSE_MS; !stopping.signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        await channel.start(receive);
        started = true;
        return;
      } catch (error) {
        log.error({ channel: channel.name, err: error, againInMs: wait }, 'a channel could not start');
      }
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    trouble: () => (started ? channel.trouble() : 'not started'),
    stop: async () => {
      stopping.abort();
      await starting;
      if (started) await channel.stop();
    },
  };
}
