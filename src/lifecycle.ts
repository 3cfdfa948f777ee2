/** How the process ends: when it is told to, or when something happened that nobody caught. */
import type { Logger } from './log.ts';

/** Ends in order at the first SIGINT or SIGTERM; `stopping` is called before. */
export function endOnSignal(service: { stop(): Promise<void> }, stopping: () => void, log: Logger): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      stopping();
      service.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.fatal({ err: error }, 'the service did not stop in order');
          process.exit(1);
        },
      );
    });
  }
}

/** A fault nobody caught ends the process; its message may quote a person, so only its kind and place are written. */
export function dieQuietly(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, 'an unexpected fault ends the process');
      process.exit(1);
    });
  }
}

/** The root secret was replaced while this process stood still: whatever it would still write nobody could read. */
export function endAtOnce(log: Logger): void {
  log.fatal({}, 'the root secret was replaced meanwhile: start again with the present one');
  process.exit(1);
}
