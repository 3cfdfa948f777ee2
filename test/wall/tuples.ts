/** What PostgreSQL notes beside each row for its own use, and whoever can ask it for rows can read. */
import type { Db } from '../../src/storage/db.ts';

export interface Tuple {
  /** The row's key, bytes in hex. */
  readonly key: string;
  /** What it belongs to; empty when that was not asked for. */
  readonly of: string;
  /** A number that stands in it; 0 when none was asked for. */
  readonly n: number;
  /** The transaction that wrote it. */
  readonly xmin: number;
  /** Where it lies. */
  readonly page: number;
  readonly item: number;
  /** Bytes that its columns take. */
  readonly size: number;
}

/** SQL expressions: a text that names a row, a text for what it belongs to, a number. */
export interface Columns {
  readonly key: string;
  readonly of?: string;
  readonly n?: string;
}

/** All rows of a table. */
export const tuplesOf = (db: Db, table: string, { key, of = `''`, n = '0' }: Columns): Promise<readonly Tuple[]> =>
  db.$queryRawUnsafe<Tuple[]>(`
    SELECT ${key} AS key, coalesce(${of}, '') AS of, (${n})::float8 AS n, xmin::text::float8 AS xmin,
      (ctid::text::point)[0] AS page, (ctid::text::point)[1] AS item, pg_column_size(t.*)::float8 AS size
    FROM ${table} AS t`);

/** A row that was deleted or written anew, and still lies in its page. */
export interface Dead {
  readonly table: string;
  readonly xmin: number;
  readonly xmax: number;
  /** Its bytes, in hex. */
  readonly data: string;
}

/** The dead rows of a table. Needs the extension `pageinspect`, and a superuser. */
export const deadIn = (db: Db, table: string): Promise<readonly Dead[]> =>
  db.$queryRawUnsafe<Dead[]>(`
    SELECT '${table}' AS table, i.t_xmin::text::float8 AS xmin, i.t_xmax::text::float8 AS xmax, encode(i.t_data, 'hex') AS data
    FROM generate_series(0, pg_relation_size('${table}') / 8192 - 1) AS n,
      LATERAL heap_page_items(get_raw_page('${table}', n::int)) AS i
    WHERE i.t_xmax::text <> '0' AND i.t_infomask & ${ONLY_LOCKED} = 0 AND i.t_data IS NOT NULL`);

/** HEAP_XMAX_LOCK_ONLY: nobody has deleted the row, somebody pointed at it. */
const ONLY_LOCKED = 0x80;

/** The name of the table in which the long values of a table are kept. Only a superuser may look into it. */
export async function chunksOf(db: Db, table: string): Promise<string> {
  const [found] = await db.$queryRaw<{ name: string }[]>`
    SELECT reltoastrelid::regclass::text AS name FROM pg_class WHERE oid = ${table}::regclass`;
  if (!found) throw new Error(`no table ${table}`);
  return found.name;
}
