/** What is kept too long is erased: drafts after a day, reports by what became of them. */
import type { ReportStatus } from '../domain/report.ts';
import type { PrismaClient } from './db.ts';
import { forgetOverdue } from './evidence.ts';

/** Days that a report is kept after it came to its present status. */
export interface Retention {
  /** Shown to be no breach, not registered, or withdrawn (UU 27/2022 art. 16(2) g, 44: erased when there is no purpose). */
  readonly unproven: number;
  /** Dealt with to the end. */
  readonly closed: number;
  /** Still open: somebody has forgotten it. */
  readonly open: number;
}

const UNPROVEN: readonly ReportStatus[] = ['bukan_pelanggaran', 'tidak_diregistrasi', 'tidak_terbukti', 'dicabut'];
const CLOSED: readonly ReportStatus[] = ['selesai', 'sanksi'];

export interface Tidied {
  readonly reports: number;
  readonly pieces: number;
  readonly errands: number;
}

/**
 * @param wanted evidence that stays though its time is over: it waits for a sweep with its report; `unknown`: all of it
 * @param now ms since 1970
 */
export async function tidy(
  db: PrismaClient,
  { unproven, closed, open }: Retention,
  wanted: readonly string[] | 'unknown',
  now: number,
): Promise<Tidied> {
  const today = daysBefore(now, 0);
  const errands = await db.errand.deleteMany({ where: { until: { lt: today } } });
  await db.whatsappInbox.deleteMany({ where: { until: { lt: today } } });
  const overdue = wanted === 'unknown' ? 0 : await forgetOverdue(db, wanted, now);
  const old = await db.report.findMany({
    where: {
      OR: [
        { status: { in: [...UNPROVEN] }, statusOn: { lt: daysBefore(now, unproven) } },
        { status: { in: [...CLOSED] }, statusOn: { lt: daysBefore(now, closed) } },
        { statusOn: { lt: daysBefore(now, open) } },
      ],
    },
    select: { id: true, lookup: true },
  });
  const ids = old.map(({ id }) => id);
  await db.watch.deleteMany({ where: { lookup: { in: old.map(({ lookup }) => lookup) } } });
  const reports = await db.report.deleteMany({ where: { id: { in: ids } } });
  return { reports: reports.count, pieces: overdue + (await forgetUnowned(db)), errands: errands.count };
}

/** Also what a sweep has made a report's while that was erased. @returns how many pieces */
const forgetUnowned = (db: PrismaClient): Promise<number> =>
  db.$executeRaw`
    DELETE FROM evidence WHERE report_id IS NOT NULL AND NOT EXISTS (SELECT FROM report WHERE report.id = evidence.report_id)`;

const daysBefore = (now: number, days: number): Date =>
  new Date(new Date(now - days * 86_400_000).toISOString().slice(0, 10));
