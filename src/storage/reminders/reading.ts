/** What became of the reminders, in figures: nobody is named here. */
import type { IsoDay } from '../../domain/election.ts';
import type { DutyName } from '../../domain/reminder.ts';
import type { Db } from '../db.ts';
import { Prisma } from '../generated/client.ts';
import type { Heard } from './forecast.ts';

/** Everything that a message can have become, in the order it is told. */
export const OUTCOMES = [
  'planned',
  'sending',
  'sent',
  'delivered',
  'failed',
  'blocked',
  'unknown',
  'stopped',
  'needless',
  'late',
] as const;
export type OutcomeState = (typeof OUTCOMES)[number];

export interface Figure {
  readonly channel: string;
  readonly state: OutcomeState;
  /** Code of a refusal. */
  readonly why: string | null;
  readonly count: number;
}

export interface RunFigures extends DutyName {
  readonly id: string;
  readonly day: IsoDay;
  readonly n: number;
  readonly of: number;
  readonly state: 'running' | 'paused' | 'cancelled';
  readonly begins: Date;
  readonly ends: Date;
  /** When the last message that still waits is due. */
  readonly lastDue: Date | null;
  readonly figures: readonly Figure[];
}

/**
 * Runs, the earliest first, with what became of their messages.
 *
 * @param ids all runs there are, where none is named
 */
export async function readRuns(db: Db, ids?: readonly string[]): Promise<readonly RunFigures[]> {
  const named = ids === undefined ? Prisma.empty : Prisma.sql`WHERE run.id = ANY (${ids}::text[])`;
  return db.$queryRaw<RunFigures[]>`
    WITH counted AS (
      SELECT r.run_id, r.channel, r.state, r.why, count(*)::int AS count,
        max(r.due) FILTER (WHERE r.state = 'planned') AS last_due
      FROM reminder r JOIN reminder_run run ON run.id = r.run_id ${named} GROUP BY r.run_id, r.channel, r.state, r.why
    ),
    figures AS (
      SELECT run_id, max(last_due) AS last_due, jsonb_agg(
        jsonb_build_object('channel', channel, 'state', state, 'why', why, 'count', count)
        ORDER BY channel, state, why
      ) AS figures
      FROM counted GROUP BY run_id
    )
    SELECT run.id, run.election_id AS "electionId", run.kind, run.since, run.day, run.n, run.of, run.state, run.begins,
      run.ends, figures.last_due AS "lastDue", coalesce(figures.figures, run.totals, '[]'::jsonb) AS figures
    FROM reminder_run run LEFT JOIN figures ON figures.run_id = run.id ${named} ORDER BY run.day, run.begins, run.id`;
}

/** Messages of a run to people of an OPD, and how many of them went out. */
export interface OfficeFigures {
  readonly office: string | null;
  readonly count: number;
  readonly sent: number;
}

/** A run by OPD. These figures are about few people at times: tell them as `foldSmall` allows. */
export async function readOffices(db: Db, runId: string): Promise<readonly OfficeFigures[]> {
  return db.$queryRaw<OfficeFigures[]>`
    SELECT o.name AS office, count(*)::int AS count,
      (count(*) FILTER (WHERE r.state IN ('sent', 'delivered')))::int AS sent
    ${withOffice(runId)} GROUP BY o.name ORDER BY o.name`;
}

/** What of a run has not gone out yet. */
export async function readWaiting(db: Db, runId: string): Promise<readonly Heard[]> {
  return db.$queryRaw<Heard[]>`
    SELECT r.channel, o.name AS office, count(*)::int AS count
    ${withOffice(runId)} AND r.state = 'planned' GROUP BY r.channel, o.name ORDER BY o.name, r.channel`;
}

const withOffice = (runId: string): Prisma.Sql => Prisma.sql`
  FROM reminder r LEFT JOIN contact c ON c.key = r.contact
    LEFT JOIN person p ON p.id = coalesce(r.person, c.person_id) LEFT JOIN office o ON o.id = p.office_id
  WHERE r.run_id = ${runId}`;
