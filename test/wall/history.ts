/**
 * Every version of every row that was ever written, as the write-ahead log and old backups keep them. A trigger copies them
 * out: it works on both databases and keeps rows whole, where PostgreSQL 15's own tools show neither (pg_walinspect and
 * pg_waldump tell what a record is, not what it holds). That the log holds the same is shown beside it, on PostgreSQL.
 */
import type { Db } from '../../src/storage/db.ts';

export interface Version {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Begins to keep them, for every table there is. */
export async function keepHistory(db: Db): Promise<void> {
  await db.$executeRawUnsafe('CREATE SCHEMA history');
  await db.$executeRawUnsafe(
    'CREATE TABLE history.version (n bigserial, of text, row jsonb, xid xid8 DEFAULT pg_current_xact_id())',
  );
  await db.$executeRawUnsafe(`
    CREATE FUNCTION history.keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO history.version (of, row) VALUES (TG_TABLE_NAME, to_jsonb(NEW));
      RETURN NULL;
    END $$`);
  for (const table of await tablesOf(db)) {
    await db.$executeRawUnsafe(`
      CREATE TRIGGER history AFTER INSERT OR UPDATE ON public."${table}" FOR EACH ROW EXECUTE FUNCTION history.keep()`);
  }
}

export const readHistory = (db: Db): Promise<readonly Version[]> => db.$queryRaw<Version[]>`
  SELECT of AS "table", row FROM history.version ORDER BY n`;

/** The rows that are there now. */
export async function readRows(db: Db): Promise<readonly Version[]> {
  const rows: Version[] = [];
  for (const table of await tablesOf(db)) {
    rows.push(
      ...(await db.$queryRawUnsafe<Version[]>(`SELECT '${table}' AS "table", to_jsonb(t) AS row FROM "${table}" AS t`)),
    );
  }
  return rows;
}

async function tablesOf(db: Db): Promise<readonly string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  return tables.map(({ name }) => name);
}

/** The bytes of a column, as jsonb has them: `\x0a1b`. */
export function bytesIn({ row }: Version, column: string): Buffer | undefined {
  const value = row[column];
  return typeof value === 'string' && value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : undefined;
}
