/** Telegram lets one process poll; among replicas, whoever holds this lease is the one. */
export interface LeasePort {
  /** True when it is ours from now on; it must last longer than twice the time between renewals (10 s). */
  acquire(): Promise<boolean>;
  /** False when somebody else has it. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}
