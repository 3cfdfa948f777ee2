/** Everything a database holds, column by column, as whoever stole it would read it. */
import type { Db } from '../../src/storage/db.ts';
import type { Place } from './search.ts';

/** One place for each column of each table that is not the database's own; also of tables no code of ours knows. */
export async function dump(db: Db): Promise<readonly Place[]> {
  const columns = await db.$queryRaw<{ schema: string; table: string; column: string; type: string }[]>`
    SELECT c.table_schema AS schema, c.table_name AS table, c.column_name AS column, c.data_type AS type
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')`;
  const places: Place[] = [];
  for (const { schema, table, column, type } of columns) {
    const rows = await db.$queryRawUnsafe<{ value: string | null }[]>(
      `SELECT "${column}"::text AS value FROM "${schema}"."${table}"`,
    );
    const cells = rows.flatMap(({ value }) => (value === null ? [] : cellOf(type, value)));
    places.push({ where: `${schema}.${table}.${column}`, bytes: Buffer.concat(cells) });
  }
  return places;
}

/** A cell, written as PostgreSQL writes it: as its text, as the bytes it holds, and as whatever hex or base64 in it says; zeros keep cells apart. */
export function cellOf(type: string, value: string): Buffer {
  const raw = type === 'bytea' ? [Buffer.from(value.slice(2), 'hex')] : decoded(value);
  return Buffer.concat([Buffer.from(value), ...raw].flatMap((one) => [one, Buffer.alloc(8)]));
}

/** What runs of hex or base64 in a text stand for, at each place where they could begin. */
export function decoded(text: string): readonly Buffer[] {
  const hex = text.match(/[0-9a-f]{16,}/gi) ?? [];
  const base64 = text.match(/[\w+/-]{16,}/g) ?? [];
  return [
    ...hex.flatMap((run) => [Buffer.from(run, 'hex'), Buffer.from(run.slice(1), 'hex')]),
    ...base64.flatMap((run) => [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64'))),
  ];
}
