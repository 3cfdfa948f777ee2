import { describeError, type Logger } from '../log.ts';

/**
 * Does a piece of work again and again, never twice at once. A failure is logged and the next round goes on; one that
 * goes on in the same way is logged once.
 *
 * @param pauseMs between the end of one round and the beginning of the next: always the same, or asked for each time
 * @returns stops it, and resolves when a round under way has ended
 */
export function repeat(
  name: string,
  pauseMs: number | (() => number),
  work: () => Promise<unknown>,
  log: Logger,
): () => Promise<void> {
  const pause = typeof pauseMs === 'number' ? () => pauseMs : pauseMs;
  let stopped = false;
  let told: string | undefined;
  const tell = (error: unknown): void => {
    const failure = JSON.stringify(describeError(error));
    if (failure === told) return;
    told = failure;
    log.warn({ job: name, err: error }, 'a job failed and will be tried again');
  };
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  const next = (): void => {
    timer = setTimeout(() => {
      round = work()
        .then(() => {
          told = undefined;
        }, tell)
        .finally(() => {
          if (!stopped) next();
        });
    }, pause());
  };
  next();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await round;
  };
}
