/** What somebody sees who looks into the database once: every row, with what PostgreSQL notes beside it. */
import type { Db } from '../../../src/storage/db.ts';
import { type Dead, deadIn, type Tuple, tuplesOf } from '../tuples.ts';

export interface Snapshot {
  /** By the key of the chat; `n` is the version. */
  readonly sessions: readonly Tuple[];
  /** By the key that contacts have for the chat. */
  readonly contacts: readonly Tuple[];
  /** By person; `n` is the hour. */
  readonly pledges: readonly Tuple[];
  /** By the key of the chat. */
  readonly outbox: readonly Tuple[];
  /** By id, of a lookup id; `n` is the hour. */
  readonly reports: readonly Tuple[];
  /** By id, of a report. */
  readonly evidence: readonly Tuple[];
  /** By a hash of their bytes, of a piece of evidence; `n` is how many those are. */
  readonly parts: readonly Tuple[];
  /** By id, of a report; `n` is the hour. */
  readonly letters: readonly Tuple[];
  /** By lookup id. */
  readonly watches: readonly Tuple[];
  readonly dead: readonly Dead[];
}

const hex = (column: string): string => `encode(${column}, 'hex')`;
const hourOf = (column: string): string => `extract(epoch FROM ${column})::int8 / 3600`;
const DYING = ['session', 'outbox', 'intake', 'errand', 'evidence', 'evidence_part', 'watch'];

export async function look(db: Db): Promise<Snapshot> {
  return {
    sessions: await tuplesOf(db, 'session', { key: hex('key'), n: 'version' }),
    contacts: await tuplesOf(db, 'contact', { key: hex('key') }),
    pledges: await tuplesOf(db, 'pledge', { key: 'person_id', n: hourOf('at') }),
    outbox: await tuplesOf(db, 'outbox', { key: hex('chat') }),
    reports: await tuplesOf(db, 'report', { key: 'id', of: hex('lookup'), n: hourOf('received_at') }),
    evidence: await tuplesOf(db, 'evidence', { key: 'id', of: 'report_id' }),
    parts: await tuplesOf(db, 'evidence_part', { key: 'md5(bytes)', of: 'evidence_id', n: 'length(bytes)' }),
    letters: await tuplesOf(db, 'letter', { key: 'id', of: 'report_id', n: hourOf('written_at') }),
    watches: await tuplesOf(db, 'watch', { key: hex('lookup') }),
    dead: (await Promise.all(DYING.map((table) => deadIn(db, table)))).flat(),
  };
}

/** What the intake shows of itself before a sweep: the transactions that wrote it. */
export const lookAtIntake = async (db: Db): Promise<readonly number[]> =>
  (await tuplesOf(db, 'intake', { key: hex('id') })).map(({ xmin }) => xmin);
