import type { Changes } from '../../channels/simulator/handset.ts';
import type { Style } from '../../channels/simulator/simulator.ts';

export interface Listener {
  changed(style: Style, changes: Changes): void;
  /** Whether the bot can be heard. */
  connected(yes: boolean): void;
}

const LONGEST_SILENCE_MS = 1_500;

/** Listens to both phones. The browser takes the stream up again by itself, except after an answer that is no stream. */
export function listen(handsets: Readonly<Record<Style, string>>, listener: Listener): () => void {
  const source = new EventSource(`/simulator/events?${new URLSearchParams(handsets)}`);
  let again: ReturnType<typeof setTimeout> | undefined;
  let stopAgain = (): void => {};
  source.addEventListener('open', () => listener.connected(true));
  source.addEventListener('error', () => {
    listener.connected(false);
    if (source.readyState !== EventSource.CLOSED) return;
    again = setTimeout(() => {
      stopAgain = listen(handsets, listener);
    }, LONGEST_SILENCE_MS);
  });
  for (const style of ['buttons', 'numbers'] as const) {
    source.addEventListener(style, ({ data }: MessageEvent<string>) => {
      const changes: Changes = JSON.parse(data);
      listener.changed(style, changes);
    });
  }
  return () => {
    clearTimeout(again);
    source.close();
    stopAgain();
  };
}
