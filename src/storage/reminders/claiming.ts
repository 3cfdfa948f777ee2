/**
 * Takes messages to be sent, and writes down what became of them. What is taken is marked before it is sent, so that nothing is
 * sent twice: whoever was killed meanwhile leaves it unknown. One bucket for each channel keeps all processes to its rate.
 */
import type { Language } from '../../domain/message.ts';
import type { DutyName } from '../../domain/reminder.ts';
import type { Db } from '../db.ts';
import { Prisma } from '../generated/client.ts';
import { AGREED, hasPledged, ikrarOf } from './audience.ts';

/** How fast a channel may be written to without having been asked, for all processes together. */
export interface Rate {
  readonly perSecond: number;
  /** Most messages that may have been saved up. */
  readonly burst: number;
}

export interface ClaimedReminder extends DutyName {
  /** Blind index of the address. */
  readonly contact: Uint8Array;
  /** When whoever took it must be gone; no other claim of it has the same. */
  readonly until: Date;
  readonly addressSealed: Uint8Array;
  readonly language: Language;
  readonly runId: string;
  /** It may not go out from then on. */
  readonly ends: Date;
  readonly day: string;
  /** Id of the ikrar that the person confirmed; of an invitation none. */
  readonly ikrar: string | null;
  /** Which of the receipts it has, from 1. */
  readonly nth: number | null;
}

/** What a process took at once. */
export interface Handful<One extends ClaimedReminder = ClaimedReminder> {
  readonly taken: readonly One[];
  /** When the first of them may go out, ms since this was asked. */
  readonly inMs: number;
  /** How fast the others follow. */
  readonly perSecond: number;
}

/** What a process would take. */
export interface Wanted {
  readonly rate: Rate;
  readonly most: number;
  readonly ahead: number;
  readonly spent: number;
  readonly receipts?: readonly string[];
  readonly now: number;
}

/** How long a process may take to send what it took, s. */
const LEASE_S = 60;
/**
 * What part of the rate is left where people write, and for how long after the last answer, s. They write in clusters, and another
 * process sends at places that it took before it could know of an answer: there must be room for both.
 */
const AMONG_ANSWERS = 0.7;
const ANSWERED_S = 10;

/**
 * Whether what was taken of an election, of a kind, is still wanted in contact `c`, or what became of it. An invitation is not where
 * its reader has pledged for an election whose masa tenang is to be told today: that goes before it, and takes its place.
 */
const verdictAt = (moment: Prisma.Sql): Prisma.Sql => Prisma.sql`CASE
  WHEN c.key IS NULL OR NOT (${AGREED}) THEN 'stopped'
  WHEN ${hasPledged(Prisma.sql`taken.election_id`)} <> (taken.kind = 'quiet') THEN 'needless'
  WHEN taken.kind <> 'quiet' AND EXISTS (
    SELECT FROM reminder_run today WHERE today.day = taken.day AND today.kind = 'quiet' AND today.state <> 'cancelled'
      AND ${moment} < today.ends AND ${hasPledged(Prisma.sql`today.election_id`)}
  ) THEN 'needless'
  ELSE 'sending' END`;

/**
 * Takes what is due on a channel, as much as its bucket allows. Who has stopped, blocked us or pledged since it was planned is
 * left out, and that is written down.
 *
 * @param most at once
 * @param ahead how many may be taken although they must still wait for their turn
 * @param spent messages of which the bucket does not know: answers come first, so reminders do without
 * @param receipts what is written of their names ({@link receiptIndex}), where the channel has receipts
 * @param now ms since 1970: which are due
 */
export async function claimReminders(
  db: Db,
  channel: string,
  { rate, most, ahead, spent, receipts = [], now }: Wanted,
): Promise<Handful> {
  const moment = momentOf(now);
  const due = (most: Prisma.Sql): Prisma.Sql => dueOn(channel, moment, most);
  const full = Prisma.sql`${rate.perSecond}::float8`;
  const rows = await db.$queryRaw<
    (ClaimedReminder & { verdict: string; tokens: number; perSecond: number; waitedMs: number })[]
  >`
    WITH wanted AS (SELECT count(*)::int AS n FROM (SELECT FROM ${due(Prisma.sql`LIMIT ${most}`)} LIMIT ${most}) AS due),
    before AS (
      SELECT *, CASE WHEN ${spent}::float8 > 0 THEN clock_timestamp() ELSE answered_at END AS answered
      FROM budget WHERE channel = ${channel} FOR UPDATE
    ),
    paced AS (
      SELECT *, CASE WHEN answered > clock_timestamp() - ${ANSWERED_S} * interval '1 second'
        THEN ${full} * ${AMONG_ANSWERS}::float8 ELSE ${full} END AS per_second FROM before
    ),
    bucket AS (
      SELECT held_until > clock_timestamp() AS held, clock_timestamp() AS at, answered, per_second,
        ${lessAnswers(
          rate,
          spent,
          Prisma.sql`least(${rate.burst}::float8, tokens + per_second * extract(epoch FROM clock_timestamp() - at)::float8)`,
        )} AS tokens
      FROM paced
    ),
    granted AS (
      SELECT at, answered, per_second, tokens, CASE WHEN held THEN 0 ELSE greatest(0, least(floor(tokens + ${ahead}::float8)::int, n)) END AS n
      FROM bucket, wanted
    ),
    taken AS (
      SELECT * FROM (
        SELECT r.contact, r.day, run.id AS run_id, run.kind, run.since, run.ends, run.election_id
        FROM ${due(Prisma.sql`LIMIT (SELECT n FROM granted) FOR UPDATE SKIP LOCKED`)}
        ORDER BY r.due LIMIT (SELECT n FROM granted)
      ) AS first LIMIT ${most} -- PostgreSQL takes what it does not know for many, and would read all rows of the table
    ),
    judged AS (
      SELECT taken.*, row_number() OVER () AS nth, c.address_sealed, c.language, ${verdictAt(moment)} AS verdict,
        CASE WHEN taken.kind = 'quiet' THEN ${ikrarOf(Prisma.sql`taken.election_id`)} END AS ikrar
      FROM taken LEFT JOIN contact c ON c.key = taken.contact
    ),
    spent AS (
      UPDATE budget SET at = granted.at, answered_at = granted.answered,
        tokens = granted.tokens - (SELECT count(*) FROM judged WHERE verdict = 'sending')
      FROM granted WHERE channel = ${channel}
    )
    UPDATE reminder SET state = verdict, until = clock_timestamp() + ${LEASE_S} * interval '1 second',
      receipt = CASE verdict WHEN 'sending' THEN decode(named.index, 'hex') END
    FROM judged LEFT JOIN unnest(${receipts}::text[]) WITH ORDINALITY AS named(index, nth) ON named.nth = judged.nth
    WHERE reminder.contact = judged.contact AND reminder.day = judged.day
    RETURNING judged.contact, judged.day, reminder.until, judged.run_id AS "runId", judged.election_id AS "electionId", judged.kind,
      judged.since, judged.ends, judged.address_sealed AS "addressSealed", judged.language, judged.ikrar, verdict, named.nth::int,
      (SELECT tokens FROM granted) AS tokens, (SELECT per_second FROM granted) AS "perSecond",
      (SELECT 1000 * extract(epoch FROM at - statement_timestamp())::float8 FROM granted) AS "waitedMs"`;
  const [{ tokens, perSecond, waitedMs } = { tokens: 1, perSecond: rate.perSecond, waitedMs: 0 }] = rows;
  const taken = rows.filter(({ verdict }) => verdict === 'sending');
  // Places count from when the bucket was looked at, however long its answer takes.
  return { taken, inMs: waitedMs + (Math.max(0, 1 - tokens) * 1000) / perSecond, perSecond };
}

/**
 * What is due on a channel, the earliest first: run by run, so that nobody looks through the rows of one that is paused.
 *
 * @param moment due until then, and within the hours of the run
 * @param most what ends the rows of one run
 */
const dueOn = (channel: string, moment: Prisma.Sql, most: Prisma.Sql): Prisma.Sql => Prisma.sql`
  reminder_run run CROSS JOIN LATERAL (
    SELECT waits.contact, waits.day, waits.due FROM reminder waits
    WHERE waits.run_id = run.id AND waits.state = 'planned' AND waits.channel = ${channel} AND waits.due <= ${moment}
      AND waits.day = run.day
    ORDER BY waits.due ${most}
  ) AS r
  WHERE run.state = 'running' AND run.begins <= ${moment} AND ${moment} < run.ends`;

/**
 * Looks once more before what was taken goes out, where it had to wait: who has stopped, blocked us or pledged meanwhile is left out,
 * and that is written down. What is paused goes back.
 *
 * @param now ms since 1970
 * @returns those that are left
 */
export async function stillWanted<One extends ClaimedReminder>(
  db: Db,
  waited: readonly One[],
  now: number,
): Promise<readonly One[]> {
  const nameOf = ({ contact, day }: Pick<One, 'contact' | 'day'>): string =>
    `${Buffer.from(contact).toString('hex')} ${day}`;
  const rows = waited.map(({ contact, day }) => ({ contact: Buffer.from(contact).toString('hex'), day }));
  const gone = await db.$queryRaw<{ contact: Uint8Array; day: string }[]>`
    WITH taken AS (
      SELECT r.contact, r.day, run.election_id, run.kind, run.state = 'running' AS runs
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(contact text, day text)
        JOIN reminder r ON r.contact = decode(x.contact, 'hex') AND r.day = x.day JOIN reminder_run run ON run.id = r.run_id
    ),
    judged AS (
      SELECT taken.contact, taken.day, CASE WHEN runs THEN ${verdictAt(momentOf(now))} ELSE 'planned' END AS verdict
      FROM taken LEFT JOIN contact c ON c.key = taken.contact
    )
    UPDATE reminder r SET state = verdict, until = NULL, receipt = NULL FROM judged
    WHERE r.contact = judged.contact AND r.day = judged.day AND r.state = 'sending' AND verdict <> 'sending'
    RETURNING r.contact, r.day`;
  const names = new Set(gone.map(nameOf));
  return waited.filter((one) => !names.has(nameOf(one)));
}

/** What became of a message. `planned`: it did not go out, and is taken again later. */
export type ReminderState = 'sent' | 'failed' | 'blocked' | 'unknown' | 'planned';

export interface Outcome extends Pick<ClaimedReminder, 'contact' | 'day' | 'until'> {
  readonly state: ReminderState;
  /** Code of a refusal. */
  readonly why?: string;
}

/**
 * Writes down what became of messages that were taken; of those whose receipt has come already it says no less. Only the very claim
 * is given back: whoever did not hear that this was done writes it again, and by then another process may be sending it.
 */
export async function writeOutcomes(db: Db, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = outcomes.map(({ contact, ...rest }) => ({ contact: Buffer.from(contact).toString('hex'), ...rest }));
  await db.$executeRaw`
    UPDATE reminder r SET state = x.state, why = x.why, until = NULL,
      receipt = CASE WHEN x.state IN ('sent', 'unknown') THEN r.receipt END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(contact text, day text, until timestamptz, state text, why text)
    WHERE r.contact = decode(x.contact, 'hex') AND r.day = x.day AND r.state IN ('sending', 'unknown')
      AND (x.state <> 'planned' OR r.until = x.until)`;
}

/**
 * What a process was sending when it was killed: it may have arrived, so it is not sent again. Whose claim it was stays there: a
 * process that only could not write for so long may know that it did not go out.
 */
export async function giveUpUnknown(db: Db): Promise<number> {
  return db.$executeRaw`
    UPDATE reminder r SET state = 'unknown' FROM reminder_run run
    WHERE r.run_id = run.id AND r.state = 'sending' AND r.until < clock_timestamp()`;
}

/** Whether anything waits to be sent on a channel within some time. */
export async function isAnythingDue(db: Db, channel: string, before: number): Promise<boolean> {
  const [row] = await db.$queryRaw<{ due: boolean }[]>`
    SELECT EXISTS (SELECT FROM ${dueOn(channel, momentOf(before), Prisma.sql`LIMIT 1`)}) AS due`;
  return row?.due === true;
}

/** Makes a channel's bucket, empty, where there is none. */
export async function openBudget(db: Db, channel: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO budget (channel, tokens, at, held_until) VALUES (${channel}, 0, clock_timestamp(), clock_timestamp())
    ON CONFLICT DO NOTHING`;
}

/** Answers went out of which the bucket does not know: no process has their places for reminders. */
export async function spendBudget(db: Db, channel: string, rate: Rate, messages: number): Promise<void> {
  await db.$executeRaw`
    UPDATE budget SET tokens = ${lessAnswers(rate, messages, Prisma.sql`tokens`)}, answered_at = clock_timestamp()
    WHERE channel = ${channel}`;
}

/** What answers took is owed for no longer than a second; what reminders took ahead of their turn, until its turn is over. */
const lessAnswers = ({ perSecond }: Rate, messages: number, tokens: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`greatest(least(${tokens}, -${perSecond}::float8), ${tokens} - ${messages}::float8)`;

/** The platform wants a pause: no process sends reminders before it is over. */
export async function holdBudget(db: Db, channel: string, ms: number): Promise<void> {
  await db.$executeRaw`
    UPDATE budget SET held_until = greatest(held_until, clock_timestamp() + ${ms} * interval '1 millisecond')
    WHERE channel = ${channel}`;
}

const momentOf = (ms: number): Prisma.Sql => Prisma.sql`${new Date(ms).toISOString()}::timestamptz`;
