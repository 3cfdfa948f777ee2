/** Links as a program would leave them that is not careful: between a row of the report side and the row of its chat. */
import type { Tuple } from '../tuples.ts';
import type { Target, View } from './guessers.ts';

export interface Case<T extends Target = Target> {
  readonly arrived: T;
  readonly view: View;
}

/** Changes what somebody sees so that it leads from the row to the chat of this key. */
export type Link = <T extends Target>(seen: Case<T>, chat: string) => Case<T>;

/** Later than every transaction there was. */
const ITS_OWN = 4_000_000_000;

function changed<T extends Target>({ arrived, view }: Case<T>, row: Partial<Tuple>, session: Changes): Case<T> {
  const [first, ...others] = arrived.rows;
  return {
    arrived: { ...arrived, rows: [{ ...first, ...row }, ...others.map((one) => ({ ...one, ...row }))] },
    view: { ...view, sessions: view.sessions.map(session), active: view.active.map(session) },
  };
}

type Changes = (session: Tuple) => Tuple;

/** Both were written in one transaction, in which nothing else was. */
export const sameTransaction: Link = (seen, chat) =>
  changed(seen, { xmin: ITS_OWN }, (one) => (one.key === chat ? { ...one, xmin: ITS_OWN } : one));

/** The chat was written in the transaction after the row's, and nothing else before that or after. */
export const nextTransaction: Link = (seen, chat) =>
  changed(seen, { xmin: ITS_OWN }, (one) => (one.key === chat ? { ...one, xmin: ITS_OWN + 1 } : one));

/** Both lie in the same place of their tables; what was there has the chat's. */
export const samePlace: Link = (seen, chat) => {
  const { page, item } = seen.arrived.rows[0];
  const its = seen.view.sessions.find(({ key }) => key === chat);
  return changed(seen, {}, (one) => {
    if (one.key === chat) return { ...one, page, item };
    return its && one.page === page && one.item === item ? { ...one, page: its.page, item: its.item } : one;
  });
};

/** Of so many cases, each as many as the other, the first of every so many is linked. */
export const planted = <T extends Target>(
  cases: readonly Case<T>[],
  every: number,
  link: Link,
  chatOf: (seen: Case<T>) => string,
): readonly Case<T>[] => cases.map((seen, n) => (n % every === 0 ? link(seen, chatOf(seen)) : seen));
