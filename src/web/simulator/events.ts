/** One stream of what changes on both screens, which goes on where it was broken off. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Handset } from '../../channels/simulator/handset.ts';
import type { Style } from '../../channels/simulator/simulator.ts';

/** Streams at once: every phone that can be watched, and their pages reloading. */
const MOST_STREAMS = 250;
/** A comment now and then shows both sides that the other is there. */
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 1_000;
const STYLES = ['buttons', 'numbers'] as const;

/** Names this process: revisions of another mean nothing here. */
const EPOCH = randomBytes(6).toString('base64url');
let streams = 0;

/** Writes `buttons` and `numbers` events with the changes of each phone as JSON, from `Last-Event-ID` on. */
export function eventStream(c: Context, handsets: Readonly<Record<Style, Handset>>): Response {
  // Nobody reads the body of an answer to HEAD, so its stream would never end.
  if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' });
  if (streams >= MOST_STREAMS) return c.text('too many', 503);
  streams += 1;
  const seen = revisionsOf(c.req.header('last-event-id'));
  return streamSSE(c, async (stream) => {
    let wake: () => void = () => {};
    const changed = (): void => wake();
    const unwatch = STYLES.map((style) => handsets[style].watch(changed));
    stream.onAbort(changed);
    try {
      await stream.writeSSE({ event: 'hello', data: '', retry: RETRY_MS });
      while (!stream.aborted) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        for (const style of STYLES) {
          const changes = handsets[style].since(seen[style]);
          if (changes.revision === seen[style]) continue;
          seen[style] = changes.revision;
          const id = `${EPOCH}.${seen.buttons}.${seen.numbers}`;
          await stream.writeSSE({ event: style, id, data: JSON.stringify(changes) });
        }
        const beat = setTimeout(changed, HEARTBEAT_MS);
        await woken;
        clearTimeout(beat);
        await stream.write(':\n\n');
      }
    } finally {
      for (const stop of unwatch) stop();
      streams -= 1;
    }
  });
}

function revisionsOf(lastEventId: string | undefined): Record<Style, number> {
  const [, epoch, buttons, numbers] = /^([\w-]+)\.(\d{1,9})\.(\d{1,9})$/.exec(lastEventId ?? '') ?? [];
  return epoch === EPOCH ? { buttons: Number(buttons), numbers: Number(numbers) } : { buttons: 0, numbers: 0 };
}
