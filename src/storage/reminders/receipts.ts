/** Receipts of reminders, where a channel has them: they are waited for by a blind index of the name that they will tell. */
import { blind } from '../../secrecy/blind.ts';
import type { Keys } from '../../secrecy/keys.ts';
import type { Db } from '../db.ts';

/** Whose phone is off for longer stays at `sent`. */
const WAITED_DAYS = 7;

/** What is written of a name, hexadecimal. */
export const receiptIndex = (keys: Keys, name: string): string =>
  blind(keys, 'reminder.receipt.index', name).toString('hex');

/**
 * Writes down what arrived: also what is still being sent, and what a crash left unknown. A receipt that comes again finds nothing.
 *
 * @param names of whatever arrived: most are of answers, of which nothing is written
 * @returns how many reminders it was
 */
export async function recordArrivals(db: Db, keys: Keys, names: readonly string[]): Promise<number> {
  if (names.length === 0) return 0;
  const indexes = names.map((name) => receiptIndex(keys, name));
  return db.$executeRaw`
    UPDATE reminder r SET state = 'delivered', until = NULL, receipt = NULL
    FROM unnest(${indexes}::text[]) AS x(index)
    WHERE r.receipt = decode(x.index, 'hex') AND r.state IN ('sending', 'sent', 'unknown')`;
}

/**
 * Waits no longer for receipts of a week ago.
 *
 * @param now ms since 1970
 */
export async function forgetReceipts(db: Db, now: number): Promise<void> {
  const before = new Date(now - WAITED_DAYS * 86_400_000).toISOString().slice(0, 10);
  await db.$executeRaw`UPDATE reminder SET receipt = NULL WHERE receipt IS NOT NULL AND day < ${before}`;
}
