/** How the number is, for whoever looks after it: in the lease, on /readyz, and once in the log. */
import type { Logger } from '../../log.ts';

/** `away`: nobody knows who holds the number, for the database does not say. */
export type State = 'standby' | 'away' | 'connecting' | 'pairing' | 'open' | 'waiting' | 'stopped';

/** As it stands in the lease: `open`, `open refused 463`, `stopped 440`, `waiting ECONNREFUSED`. */
export const noteOf = (state: State, detail: string | number | undefined): string =>
  detail === undefined ? state : `${state} ${detail}`;

/** A trouble that goes on is told once, and once that it is over. */
export class Trouble {
  private readonly log: Logger;
  private told: string | undefined;

  constructor(log: Logger) {
    this.log = log;
  }

  get isTold(): boolean {
    return this.told !== undefined;
  }

  /** @param details no address and no text */
  tell(details: Readonly<Record<string, unknown>>, words: string): void {
    if (this.told === words) return;
    this.told = words;
    this.log.warn({ channel: 'whatsapp', ...details }, words);
  }

  over(words: string): void {
    if (this.told === undefined) return;
    this.told = undefined;
    this.log.info({ channel: 'whatsapp' }, words);
  }
}
