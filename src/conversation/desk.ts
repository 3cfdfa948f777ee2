/** The report side of a turn over the database: who takes reports, what became of evidence, what a code opens. */
import type { Desk, PieceState } from '../engine/desk.ts';
import type { Logger } from '../log.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import { assertUnit, UnitKeyError } from '../secrecy/unit-key.ts';
import type { Db } from '../storage/db.ts';
import { openErrands } from '../storage/errands.ts';
import { pieceStates } from '../storage/evidence.ts';
import { listUnits } from '../storage/units.ts';
import { type BoxMeans, openBox } from './box.ts';
import type { Paces } from './pace.ts';

export interface DeskOptions {
  readonly db: Db;
  readonly keys: Keys;
  readonly log: Logger;
  readonly living: () => Promise<readonly EpochKey[]>;
  readonly kept: BoxMeans['kept'];
  readonly paces: Paces;
  /** ms since 1970 */
  readonly now: () => number;
}

/** Letters of officers that are shown in a chat at once: the latest. */
export const MOST_LETTERS = 5;

export function openDesk({ db, keys, living, kept, paces, now, log }: DeskOptions): Desk {
  return {
    unit: async (id) => {
      const units = await listUnits(db);
      const unit = id === undefined ? units[0] : units.find((one) => one.id === id);
      return unit && isAuthentic(keys, unit, log) ? { id: unit.id, name: unit.name, region: unit.region } : undefined;
    },
    pieces: async (ids) => {
      if (ids.length === 0) return new Map();
      // In this order: an errand that ends meanwhile has left what it came to.
      const untold = await openErrands(db, ids);
      return told(untold, await pieceStates(db, await living(), ids, now()));
    },
    mailbox: (code) => openBox({ db, kept }, code, MOST_LETTERS),
    pace: (chat) => paces.of(chat),
    tail: (chat) => paces.tail(chat),
  };
}

/**
 * A piece is on its way until its sender has been told what became of it: its errand is done only then. Else a report could be
 * filed without it, or with too much, and nobody would know. One of which nothing is left, nor an errand, was given up.
 */
const told = (untold: ReadonlySet<string>, states: ReadonlyMap<string, PieceState>): ReadonlyMap<string, PieceState> =>
  new Map(
    [...states].map(([id, state]): [string, PieceState] => {
      if (untold.has(id)) return [id, { kind: 'waiting' }];
      return [id, state.kind === 'waiting' ? { kind: 'failed', fault: 'failed' } : state];
    }),
  );

/** Nobody reports to a key that was put in the place of a unit's: an operator must look into it first. */
function isAuthentic(keys: Keys, unit: Parameters<typeof assertUnit>[1], log: Logger): boolean {
  try {
    assertUnit(keys, unit);
    return true;
  } catch (error) {
    if (!(error instanceof UnitKeyError)) throw error;
    log.error({ unit: unit.id, err: error }, 'the key of a unit is not its own: reporting is closed');
    return false;
  }
}
