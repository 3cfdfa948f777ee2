/** The write-ahead log of a PostgreSQL server, as it lies in its files. Only a superuser may read it through the server. */
import { randomBytes } from 'node:crypto';
import type { Db, PrismaClient } from '../../src/storage/db.ts';

const PAGE = 8192;
/** Before the bytes of records on each page; longer where a file begins. */
const HEAD = { short: 24, long: 40 } as const;
const IS_LONG = 2;

/** The server uses its files again after each checkpoint, and every dropped database makes one: not while the work is done. */
export async function withWalKept<T>(db: PrismaClient, work: () => Promise<T>): Promise<T> {
  const slot = `ikrar_test_${randomBytes(6).toString('hex')}`;
  // A slot of its session, which a transaction holds: nothing is left when the test dies.
  return db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT pg_create_physical_replication_slot(${slot}, true, true)::text`;
      const result = await work();
      await tx.$queryRaw`SELECT pg_drop_replication_slot(${slot})::text`;
      return result;
    },
    { timeout: 120_000 },
  );
}

/** Where the log is now, in bytes. */
export async function walPosition(db: Db): Promise<number> {
  // What this commit waits for is on the disk, and so is all before it.
  await db.$executeRaw`SELECT set_config('synchronous_commit', 'on', false), pg_current_xact_id()`;
  const [row] = await db.$queryRaw<{ at: number }[]>`SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::float8 AS at`;
  return row?.at ?? 0;
}

/** The bytes of the records between two positions, without what stands at the head of each page. */
export async function readWal(db: Db, from: number, to: number): Promise<Buffer> {
  const [row] = await db.$queryRaw<{ size: number }[]>`
    SELECT setting::float8 AS size FROM pg_settings WHERE name = 'wal_segment_size'`;
  const segment = row?.size ?? 0;
  const pages: Buffer[] = [];
  for (let at = from - (from % PAGE); at < to; ) {
    const within = at % segment;
    const length = Math.min(segment - within, Math.ceil((to - at) / PAGE) * PAGE);
    const [read] = await db.$queryRaw<{ bytes: Uint8Array }[]>`
      SELECT pg_read_binary_file('pg_wal/' || pg_walfile_name('0/0'::pg_lsn + ${at + 1}::numeric), ${within}::int8, ${length}::int8)
        AS bytes`;
    const bytes = Buffer.from(read?.bytes ?? []);
    for (let page = 0; page < bytes.length; page += PAGE) {
      const head = (bytes.readUInt16LE(page + 2) & IS_LONG) === 0 ? HEAD.short : HEAD.long;
      pages.push(bytes.subarray(page + head, Math.min(page + PAGE, page + to - at)));
    }
    at += length;
  }
  return Buffer.concat(pages);
}
