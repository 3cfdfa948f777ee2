import { randomBytes } from 'node:crypto';
import type { Db } from './db.ts';

/** How names of offices are compared: «DINAS  Kesehatan» is «Dinas Kesehatan». */
export const officeName = (name: string): string => name.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();

/**
 * The ids of offices, by {@link officeName}; those that do not exist are made, spelt as they come first.
 *
 * @param names as they stand in a roster
 */
export async function officeIds(tx: Db, names: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const known = await readOffices(tx);
  const missing = new Map<string, string>();
  for (const name of names) {
    const compared = officeName(name);
    if (!known.has(compared) && !missing.has(compared)) missing.set(compared, name.replace(/\s+/gu, ' ').trim());
  }
  if (missing.size === 0) return known;
  await tx.office.createMany({
    data: [...missing.values()].map((name) => ({ id: randomBytes(8).toString('base64url'), name })),
    skipDuplicates: true,
  });
  return readOffices(tx);
}

async function readOffices(tx: Db): Promise<ReadonlyMap<string, string>> {
  const offices = await tx.office.findMany();
  return new Map(offices.map((office) => [officeName(office.name), office.id]));
}

/** The id of the office of this name, in whatever case. */
export const findOffice = async (db: Db, name: string): Promise<string | undefined> =>
  (await readOffices(db)).get(officeName(name));
