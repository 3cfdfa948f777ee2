/** Reports as officers find them: what stands in the clear, and what only their unit's key opens. */
import type { ReportStatus } from '../domain/report.ts';
import type { Db } from './db.ts';

/** A report in a list. */
export interface ListedReport {
  readonly id: string;
  readonly category: string;
  /** Kecamatan, `daring`, or empty when it was not told. */
  readonly area: string;
  readonly status: string;
  /** Cut to the hour. */
  readonly receivedAt: Date;
  /** Last day of the legal limit, where it is known. */
  readonly until: Date | null;
  /** Pieces of evidence, originals not counted. */
  readonly pieces: number;
  readonly letters: number;
}

const LISTED = { id: true, category: true, area: true, status: true, receivedAt: true, until: true } as const;

/** Reports, the longest waiting first, those of the slow lane behind all others; those of one status, or all. */
export async function listReports(db: Db, status?: ReportStatus): Promise<readonly ListedReport[]> {
  const rows = await db.report.findMany({
    where: status === undefined ? {} : { status },
    orderBy: [{ lane: 'asc' }, { receivedAt: 'asc' }, { id: 'asc' }],
    select: { ...LISTED, _count: { select: { letters: true } } },
  });
  const counted = await db.evidence.groupBy({
    by: ['reportId'],
    where: { role: 'clean', reportId: { not: null } },
    _count: { _all: true },
  });
  const pieces = new Map(counted.map((one) => [one.reportId, one._count._all]));
  return rows.map(({ _count, ...row }) => ({ ...row, pieces: pieces.get(row.id) ?? 0, letters: _count.letters }));
}

/** A piece of a report's evidence; its bytes are read one by one. */
export interface SealedPiece {
  readonly id: string;
  readonly role: string;
  /** Parts it was kept in; none when its bytes are gone. */
  readonly parts: number;
}

/** A report with all that is sealed in it. */
export interface SealedReport extends Omit<ListedReport, 'pieces' | 'letters'> {
  readonly unitId: string;
  /** Sealed to the unit. Empty once the report was withdrawn. */
  readonly body: Uint8Array;
  /** By the hour; their order within one stands inside. A reporter's is sealed to the unit, an officer's to the reporter. */
  readonly letters: readonly { readonly author: string; readonly writtenAt: Date; readonly body: Uint8Array }[];
  readonly pieces: readonly SealedPiece[];
}

export async function findSealed(db: Db, id: string): Promise<SealedReport | undefined> {
  const report = await db.report.findUnique({
    where: { id },
    select: {
      ...LISTED,
      unitId: true,
      body: true,
      letters: {
        orderBy: [{ writtenAt: 'asc' }, { id: 'asc' }],
        select: { author: true, writtenAt: true, body: true },
      },
    },
  });
  if (!report) return undefined;
  const pieces = await db.evidence.findMany({
    where: { reportId: id },
    orderBy: { id: 'asc' },
    select: { id: true, role: true, _count: { select: { parts: true } } },
  });
  return { ...report, pieces: pieces.map(({ _count, ...piece }) => ({ ...piece, parts: _count.parts })) };
}
