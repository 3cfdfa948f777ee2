/** What only one of several processes may do (poll Telegram, hold a number of WhatsApp) is done by whoever holds this lease. */
export interface LeasePort {
  /** How long it lasts after it was acquired or renewed, ms. */
  readonly lastsMs: number;
  /** True when it is ours from now on; it must last longer than twice the time between renewals. */
  acquire(): Promise<boolean>;
  /** False when somebody else has it. @param note what whoever looks at the lease is told; unchanged when absent */
  renew(note?: string): Promise<boolean>;
  release(): Promise<void>;
}
