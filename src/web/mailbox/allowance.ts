/**
 * How much comes to one report. A chat is slow by itself; a program that has a code is not, and could fill the disk. Counted
 * in memory only, and far above what a person has to say.
 */
import { LARGEST_TOTAL } from '../../domain/evidence.ts';

const DAY = 86_400_000;
/** Of one report in a day. */
const MOST_SENT = 40;
const MOST_BYTES = 3 * LARGEST_TOTAL;
const MOST_REPORTS = 10_000;

interface Spent {
  readonly since: number;
  sent: number;
  bytes: number;
}

export class Allowance {
  private readonly reports = new Map<string, Spent>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** The moment from which more may come; absent while it may. */
  spentUntil(lookup: string): number | undefined {
    const { since, sent, bytes } = this.of(lookup);
    return sent >= MOST_SENT || bytes >= MOST_BYTES ? since + DAY : undefined;
  }

  count(lookup: string, { sent = 0, bytes = 0 }: { readonly sent?: number; readonly bytes?: number }): void {
    const spent = this.of(lookup);
    spent.sent += sent;
    spent.bytes += bytes;
    this.reports.delete(lookup);
    this.reports.set(lookup, spent);
    const [oldest] = this.reports.keys();
    if (this.reports.size > MOST_REPORTS && oldest !== undefined) this.reports.delete(oldest);
  }

  private of(lookup: string): Spent {
    const spent = this.reports.get(lookup);
    return spent && this.now() - spent.since < DAY ? spent : { since: this.now(), sent: 0, bytes: 0 };
  }
}
