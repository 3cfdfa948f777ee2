/** Everything a database holds, column by column, and a folder, file by file, as whoever stole it would read it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Db } from '../../src/storage/db.ts';
import type { HashKey } from './marks.ts';
import type { Place } from './search.ts';

/** One value, written as PostgreSQL writes it. */
interface Cell {
  /** `schema.table.column`. */
  readonly where: string;
  readonly type: string;
  readonly value: string;
}

/** One place for each column of each table that is not the database's own; also of tables no code of ours knows. */
export async function dump(db: Db): Promise<readonly Place[]> {
  const columns = Map.groupBy(await readCells(db), ({ where }) => where);
  return [...columns].map(([where, cells]) => ({
    where,
    bytes: Buffer.concat(cells.map(({ type, value }) => cellOf(type, value))),
  }));
}

async function readCells(db: Db): Promise<readonly Cell[]> {
  const columns = await db.$queryRaw<{ schema: string; table: string; column: string; type: string }[]>`
    SELECT c.table_schema AS schema, c.table_name AS table, c.column_name AS column, c.data_type AS type
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')`;
  const cells: Cell[] = [];
  for (const { schema, table, column, type } of columns) {
    const rows = await db.$queryRawUnsafe<{ value: string | null }[]>(
      `SELECT "${column}"::text AS value FROM "${schema}"."${table}"`,
    );
    const where = `${schema}.${table}.${column}`;
    cells.push(...rows.flatMap(({ value }) => (value === null ? [] : { where, type, value })));
  }
  return cells;
}

/** A cell as its text, as the bytes it holds, and as whatever hex or base64 in it says; zeros keep cells apart. */
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

/** What a key is long, in bytes. */
const KEY = { least: 16, most: 64 } as const;

/** Everything in a database that could be a key: whoever has the database has those, so what they hash is no secret. */
export async function keysIn(db: Db): Promise<readonly HashKey[]> {
  const keys = new Map<string, HashKey>();
  for (const { where, type, value } of await readCells(db)) {
    for (const bytes of keysOf(type, value)) {
      if (bytes.length < KEY.least || bytes.length > KEY.most) continue;
      keys.set(bytes.toString('latin1'), { what: where, bytes });
    }
  }
  return [...keys.values()];
}

const keysOf = (type: string, value: string): readonly Buffer[] =>
  type === 'bytea'
    ? [Buffer.from(value.slice(2), 'hex')]
    : [
        Buffer.from(value),
        ...(/^([0-9a-f]{2})+$/i.test(value) ? [Buffer.from(value, 'hex')] : []),
        ...(/^[\w+/-]+=*$/.test(value) ? [Buffer.from(value, 'base64')] : []),
      ];

/** One place for each file of a folder, however deep. */
export const dumpFolder = (folder: string): readonly Place[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ where: relative(folder, path), bytes: readFileSync(path) }));
