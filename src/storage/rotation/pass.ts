/** One pass over all rows of a table, some at a time. */
import type { KeyObject } from 'node:crypto';
import type { Keys } from '../../secrecy/keys.ts';
import type { Db } from '../db.ts';
import { Prisma } from '../generated/client.ts';

/** From one root secret to another. */
export interface Rotation {
  readonly from: Keys;
  readonly to: Keys;
  /** The keys of hours: what is sealed under them stays so, but belongs to rows that get another name. */
  readonly hours: readonly KeyObject[];
}

/** How many rows there were, and how many seals among them did not open, and were left. */
export interface Passed {
  readonly rows: number;
  readonly closed: number;
}

/** What becomes of a row: columns by name, bytes in base64. Without `sealed` the one that is there stays. */
export type Changed = { readonly sealed?: string | undefined } & Readonly<Record<string, string | null | undefined>>;

const AT_ONCE = 500;

/**
 * Changes every row of a table, whatever is changed meanwhile in the same transaction. In random order: who knows the rows as they
 * lay before learns nothing of where they lie now. Only their places are sorted, so that a million of them take a second.
 *
 * @param columns what `change` reads
 * @param write takes what became of some rows as a JSON array
 */
export async function passOver<Row>(
  tx: Db,
  table: string,
  columns: string,
  change: (row: Row) => Changed,
  write: (rows: string) => Prisma.Sql,
): Promise<Passed> {
  // One look for each place, in their order: a hash of the whole table would be as large as that.
  await tx.$executeRaw`SET LOCAL enable_hashjoin = off`;
  await tx.$executeRaw`SET LOCAL enable_mergejoin = off`;
  // Written by their keys one after the other: in the order of the table small ones would be written as they lay.
  await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
  await tx.$executeRaw(
    Prisma.raw(`DECLARE pass NO SCROLL CURSOR FOR
      SELECT ${columns} FROM (SELECT ctid AS place FROM ${table} ORDER BY random() OFFSET 0) AS places
      JOIN ${table} ON ${table}.ctid = places.place`),
  );
  let [all, closed] = [0, 0];
  for (;;) {
    const rows = await tx.$queryRaw<Row[]>(Prisma.raw(`FETCH ${AT_ONCE} FROM pass`));
    if (rows.length === 0) break;
    const changed = rows.map(change);
    await tx.$executeRaw(write(JSON.stringify(changed)));
    all += rows.length;
    closed += changed.filter((one) => 'sealed' in one && one.sealed === undefined).length;
  }
  await tx.$executeRaw`CLOSE pass`;
  return { rows: all, closed };
}
