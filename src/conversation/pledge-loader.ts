import type { Pledge } from '../domain/pledge.ts';
import type { PledgeKey } from '../engine/types.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { Db } from '../storage/db.ts';
import { findPledges } from '../storage/pledge-reading.ts';
import { slotColumn } from '../storage/pledge-writing.ts';
import { Loader } from './loader.ts';

/** Pledges by their keys: those asked for in the same tick in one query, and none read twice. */
export const pledgeLoader = (db: Db, keys: Keys): Loader<PledgeKey, Pledge> =>
  new Loader(pledgeName, async (wanted) => {
    const found = await findPledges(db, keys, wanted);
    return new Map(found.map(({ key, pledge }) => [pledgeName(key), pledge]));
  });

const pledgeName = ({ electionId, personId, slot }: PledgeKey): string =>
  `${electionId} ${personId} ${slotColumn(slot)}`;
