/** What somebody reads in the write-ahead log of a while: what was written in which transaction, also if it is gone since. */
import type { Db } from '../../../src/storage/db.ts';

export interface Logged {
  readonly table: string;
  /** The row's key; of a part of evidence a hash of its bytes. Bytes in hex. */
  readonly name: string;
  /** Bytes of a part of evidence; 0 for other rows. */
  readonly size: number;
  readonly xmin: number;
}

/** What was logged since it was read last; `keepHistory` has begun to keep it. */
export async function readLog(db: Db): Promise<readonly Logged[]> {
  const logged = await db.$queryRaw<Logged[]>`
    SELECT of AS table, xid::text::float8 AS xmin, coalesce(length(row ->> 'bytes') / 2 - 1, 0)::float8 AS size,
      replace(coalesce(row ->> 'id', row ->> 'key', row ->> 'lookup', md5(decode(substr(row ->> 'bytes', 3), 'hex'))), '\\x', '')
        AS name
    FROM history.version WHERE of IN ('session', 'errand', 'evidence', 'evidence_part', 'watch') ORDER BY n`;
  await db.$executeRaw`TRUNCATE history.version`;
  return logged;
}
