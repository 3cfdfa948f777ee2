/** What came with a sweep, as somebody sees it who looked in before and after. */
import type { Tuple } from '../tuples.ts';
import type { Target } from './guessers.ts';
import type { Snapshot } from './snapshot.ts';

/** A target, with the lookup id of its report. */
export type Arrived = Target & { readonly kind: 'report' | 'letter' | 'watch'; readonly lookup: string };

/** The rows that were not there before. */
export function arrivedIn(now: Snapshot, before: Snapshot | undefined): readonly Arrived[] {
  const fresh = (of: (one: Snapshot) => readonly Tuple[]): readonly Tuple[] =>
    of(now)
      .filter(({ key }) => !before || of(before).every((row) => row.key !== key))
      .toSorted((a, b) => a.page - b.page || a.item - b.item);
  const reports = fresh(({ reports }) => reports);
  const letters = fresh(({ letters }) => letters);
  const watches = fresh(({ watches }) => watches);
  const lookupOf = (id: string): string => now.reports.find(({ key }) => key === id)?.of ?? '';
  return [
    ...reports.map((row, n): Arrived => {
      const evidence = now.evidence.filter(({ of }) => of === row.key);
      const parts = now.parts.filter(({ of }) => evidence.some(({ key }) => key === of));
      return { kind: 'report', lookup: row.of, rows: [row, ...evidence, ...parts], rank: rankOf(n, reports) };
    }),
    ...letters.map(
      (row, n): Arrived => ({ kind: 'letter', lookup: lookupOf(row.of), rows: [row], rank: rankOf(n, letters) }),
    ),
    ...watches.map((row, n): Arrived => ({ kind: 'watch', lookup: row.key, rows: [row], rank: rankOf(n, watches) })),
  ];
}

const rankOf = (n: number, all: readonly Tuple[]): number => (n + 0.5) / all.length;

/** The chats that wrote meanwhile: whoever the row came from is among them. */
export const activeIn = (now: Snapshot, before: Snapshot | undefined): readonly Tuple[] =>
  now.sessions.filter(({ key, n }) => n > (before?.sessions.find((one) => one.key === key)?.n ?? 0));
