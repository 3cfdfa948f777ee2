import { randomBytes } from 'node:crypto';
import type { Keys } from '../secrecy/keys.ts';
import { type LockedUnit, makeUnitKey, type NewUnitKey } from '../secrecy/unit-key.ts';
import type { Db } from './db.ts';

/** There is a unit of that name. */
export class UnitExistsError extends Error {
  override readonly name = 'UnitExistsError';
}

/** All units, oldest first: the first one takes the reports. `createdOn` is a day. */
export const listUnits = (db: Db): Promise<readonly (LockedUnit & { readonly createdOn: Date })[]> =>
  db.unit.findMany({ orderBy: [{ createdOn: 'asc' }, { id: 'asc' }] });

export const findUnit = async (db: Db, id: string): Promise<LockedUnit | undefined> =>
  (await db.unit.findUnique({ where: { id } })) ?? undefined;

/**
 * An id that sorts behind earlier ones: reports go to the oldest unit, and two of one day are told apart by nothing else.
 *
 * @param now ms since 1970
 */
export const newUnitId = (now: number): string =>
  `${now.toString(36).padStart(9, '0')}-${randomBytes(4).toString('hex')}`;

export interface CreateUnitOptions {
  /** See {@link makeUnitKey}; less is for tests and toys. */
  readonly workFactor?: number;
  /** Puts the key on paper. The unit is written only afterwards: one whose key nobody has could never open a report. */
  readonly handOut?: (paper: NewUnitKey['paper']) => Promise<void>;
}

/**
 * Makes a unit with a key of its own. What is returned for paper is kept nowhere. Not for a transaction: the key takes a
 * second or more.
 *
 * @throws UnitExistsError, and what `handOut` throws
 */
export async function createUnit(
  db: Db,
  keys: Keys,
  unit: { readonly id: string; readonly name: string; readonly region: string; readonly day: string },
  { workFactor, handOut }: CreateUnitOptions = {},
): Promise<NewUnitKey> {
  const { id, name, region, day } = unit;
  if ((await db.unit.count({ where: { name } })) > 0) throw new UnitExistsError('a unit of that name exists');
  const made = await makeUnitKey(keys, { id, name, region }, workFactor === undefined ? {} : { workFactor });
  await handOut?.(made.paper);
  const { recipient, recipientMac, wrapped } = made;
  const { count } = await db.unit.createMany({
    data: [
      {
        id,
        name,
        region,
        recipient,
        recipientMac: new Uint8Array(recipientMac),
        wrapped: new Uint8Array(wrapped),
        createdOn: new Date(`${day}T00:00:00Z`),
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) throw new UnitExistsError('a unit of that name was made meanwhile');
  return made;
}
