/**
 * A database that is away, as the log tells it: once for the whole process when that is noticed, and once when it answers again,
 * with what it has hindered. Whoever fails meanwhile because of it goes on logging as ever, and need not know.
 */
import { describeError, type Explained, type Logger } from '../log.ts';
import { isDatabaseAway } from './away.ts';

/** How often it is asked whether it answers again. */
const ASK_MS = 1_000;

export class Outage {
  private watched: { readonly log: Logger; readonly ask: () => Promise<unknown> } | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** How often which words would have been said; `undefined` while the database answers. */
  private hindered: Map<string, number> | undefined;

  /** For the log: what fails since the database is away. Until it is watched nothing does. */
  readonly explains: Explained = (details, words = '') => {
    const error = typeof details === 'object' && details !== null ? Reflect.get(details, 'err') : undefined;
    if (!this.watched || !isDatabaseAway(error)) return false;
    if (!this.hindered) this.begin(error);
    this.hindered?.set(words, (this.hindered.get(words) ?? 0) + 1);
    return true;
  };

  /** @param ask rejects while the database does not answer */
  watch(log: Logger, ask: () => Promise<unknown>): void {
    this.watched = { log, ask };
  }

  /** What fails from now on is told as ever. */
  stop(): void {
    clearTimeout(this.timer);
    this.end('the process ends while the database is away');
    this.watched = undefined;
  }

  private begin(error: unknown): void {
    this.hindered = new Map();
    this.watched?.log.error(
      { why: describeError(error) },
      'the database is away: what that hinders is tried again, and told in one line when it answers',
    );
    this.askSoon();
  }

  private askSoon(): void {
    this.timer = setTimeout(() => {
      // Why it does not answer has been told.
      this.watched?.ask().then(
        () => this.end('the database answers again'),
        () => this.askSoon(),
      );
    }, ASK_MS);
  }

  private end(words: string): void {
    if (!this.hindered) return;
    const hindered = Object.fromEntries(this.hindered);
    this.hindered = undefined;
    this.watched?.log.warn({ hindered }, words);
  }
}
