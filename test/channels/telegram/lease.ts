import type { LeasePort } from '../../../src/channels/lease.ts';

/** One lease that several processes would like, in memory. */
export class SharedLease {
  private holder: string | undefined;

  of(name: string): LeasePort {
    return {
      lastsMs: 60_000,
      acquire: async () => {
        this.holder ??= name;
        return this.holder === name;
      },
      renew: async () => this.holder === name,
      release: async () => {
        if (this.holder === name) this.holder = undefined;
      },
    };
  }

  /** Gives it to somebody else, as when its time ran out. */
  grab(name: string): void {
    this.holder = name;
  }
}
