/**
 * Ways to find the chat that a row of the report side came from. Each names the chats that it thinks possible, out of all it
 * sees; whoever cannot tell names none.
 */
import type { Dead, Tuple } from '../tuples.ts';
import type { Logged } from './log.ts';
import type { Snapshot } from './snapshot.ts';

/** A report, a letter or a watch that came with a sweep, and what belongs to it. */
export interface Target {
  readonly rows: readonly [Tuple, ...Tuple[]];
  /** Its place among those of its kind that came with it, from 0 to 1. */
  readonly rank: number;
}

export interface View extends Snapshot {
  /** Chats that wrote since the last sweep. */
  readonly active: readonly Tuple[];
  /** Transactions of the intake, seen before the sweep. */
  readonly intake: readonly number[];
  /** What was logged until right before the sweep, since the last one. */
  readonly log: readonly Logged[];
  /** The chat of a contact's key, and of a person who pledged. */
  readonly chatOf: (pledgeSide: string) => string | undefined;
}

export type Guesser = (target: Target, view: View) => readonly string[];

const keysOf = (rows: readonly Tuple[]): readonly string[] => rows.map(({ key }) => key);

/** Rows whose distance is the least. */
function nearest(rows: readonly Tuple[], distance: (row: Tuple) => number): readonly Tuple[] {
  const distances = rows.map(distance);
  const least = Math.min(...distances);
  return least === Number.POSITIVE_INFINITY ? [] : rows.filter((_, n) => distances[n] === least);
}

const apart = (from: readonly Tuple[], sign: -1 | 0 | 1) => (row: Tuple) =>
  Math.min(
    ...from.map(({ xmin }) => {
      const by = row.xmin - xmin;
      return sign === 0 || Math.sign(by) === sign ? Math.abs(by) : Number.POSITIVE_INFINITY;
    }),
  );

/** Rows written in a transaction near to the target's: whichever way, before it, or after it. */
const near =
  (sign: -1 | 0 | 1, rowsOf: (view: View) => readonly Tuple[]): Guesser =>
  ({ rows }, view) =>
    keysOf(nearest(rowsOf(view), apart(rows, sign)));

const pledgeSide = ({ pledges, contacts, chatOf }: View): readonly Tuple[] =>
  [...pledges, ...contacts].flatMap((row) => {
    const chat = chatOf(row.key);
    return chat === undefined ? [] : { ...row, key: chat };
  });

/** The chat that has the same rank, when chats are put in this order. */
const ranked =
  (order: (a: Tuple, b: Tuple) => number): Guesser =>
  ({ rank }, { active }) => {
    const found = active.toSorted(order)[Math.min(active.length - 1, Math.floor(rank * active.length))];
    return found ? [found.key] : [];
  };

const place = ({ page, item }: Tuple): number => page * 1000 + item;

export const GUESSERS: Readonly<Record<string, Guesser>> = {
  'a session of the same transaction': ({ rows }, { sessions }) =>
    keysOf(sessions.filter(({ xmin }) => rows.some((row) => row.xmin === xmin))),
  'the session of the nearest transaction': near(0, ({ sessions }) => sessions),
  'the session of the last transaction before': near(-1, ({ sessions }) => sessions),
  'the session of the next transaction': near(1, ({ sessions }) => sessions),
  'the pledge or contact of the nearest transaction': near(0, pledgeSide),
  'the pledge or contact of the last transaction before': near(-1, pledgeSide),
  'the pledge or contact of the next transaction': near(1, pledgeSide),
  'the unsent reply of the nearest transaction': near(0, ({ outbox }) => outbox),
  'the session in the same place': ({ rows: [row] }, { active }) =>
    keysOf(nearest(active, (one) => Math.abs(place(one) - place(row)))),
  'the session in exactly the same place': ({ rows: [row] }, { active }) =>
    keysOf(active.filter((one) => place(one) === place(row))),
  'a session on the same page': ({ rows: [row] }, { active }) => keysOf(active.filter(({ page }) => page === row.page)),
  'the session of the same rank, by place': ranked((a, b) => place(a) - place(b)),
  'the session of the same rank, by transaction': ranked((a, b) => a.xmin - b.xmin || place(a) - place(b)),
  'the session of the same rank, by key': ranked((a, b) => a.key.localeCompare(b.key)),
  'the session of the same size': ({ rows: [row] }, { active }) =>
    keysOf(nearest(active, ({ size }) => Math.abs(size - row.size))),
  'the largest session': (_, { active }) => keysOf(nearest(active, ({ size }) => -size)),
  'a pledge of the same hour': ({ rows: [row] }, view) =>
    keysOf(pledgeSide(view).filter(({ n }) => n !== 0 && n === row.n)),
  'a session of the least busy transaction that the intake had': (_, { sessions, intake }) => {
    const together = Map.groupBy(
      sessions.filter(({ xmin }) => intake.includes(xmin)),
      ({ xmin }) => xmin,
    );
    const least = Math.min(...[...together.values()].map(({ length }) => length));
    return [...together.values()].filter(({ length }) => length === least).flatMap(keysOf);
  },
  'a dead session of the same transaction': ({ rows }, { dead }) =>
    sessionsOf(dead.filter(({ xmin }) => rows.some((row) => row.xmin === xmin))),
  'a session of a transaction of a dead row of the report side': ({ rows: [row] }, { dead, sessions }) => {
    const wrote = dead.filter(({ table, xmax }) => table !== 'session' && table !== 'outbox' && xmax === row.xmin);
    const then = ({ xmin }: { readonly xmin: number }): boolean => wrote.some((one) => one.xmin === xmin);
    return [...keysOf(sessions.filter(then)), ...sessionsOf(dead.filter(then))];
  },
  'the session that was written with a row of its id': ({ rows }, { log }) =>
    log.filter(isNamedBy(rows)).flatMap((row) => loggedWith(log, row)),
  'the session that was written next after a row of its id': ({ rows }, { log }) =>
    log.filter(isNamedBy(rows)).flatMap((row) => loggedSince(log, row)),
  'the session that was written next after evidence of the same size': ({ rows }, { log }) =>
    log.filter(({ size }) => size > 0 && rows.some(({ n }) => n === size)).flatMap((row) => loggedSince(log, row)),
};

/** Whether a logged row had the name of one of these, or of what one belongs to; or the very bytes of a piece. */
const isNamedBy =
  (rows: readonly Tuple[]) =>
  ({ table, name }: Logged): boolean =>
    table !== 'session' && rows.some(({ key, of }) => key === name || of === name);

const loggedWith = (log: readonly Logged[], { xmin }: Pick<Logged, 'xmin'>): readonly string[] =>
  log.filter((row) => row.table === 'session' && row.xmin === xmin).map(({ name }) => name);

const loggedSince = (log: readonly Logged[], { xmin }: Logged): readonly string[] => {
  const later = log.filter((row) => row.table === 'session' && row.xmin >= xmin);
  return loggedWith(log, { xmin: Math.min(...later.map((row) => row.xmin)) });
};

/** The keys of dead sessions: the first column, behind one byte that tells its length. */
const sessionsOf = (dead: readonly Dead[]): readonly string[] =>
  dead.filter(({ table }) => table === 'session').map(({ data }) => data.slice(2, 66));
