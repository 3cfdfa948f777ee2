/**
 * The sweep of the intake: at irregular times it makes reports of what waits, in random order, in a transaction of its own,
 * writes its evidence anew under other ids, and the rows of chats that were touched since the last one. So no row of a report
 * shares a name, a transaction, a neighbourhood or an order with a row of a chat.
 */
import { randomBytes, randomInt } from 'node:crypto';
import type { EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { Db, PrismaClient } from './db.ts';
import { Prisma } from './generated/client.ts';
import { clearIntake, giveUpUnread, type IntakeItem, lockIntake, type WaitingItem } from './intake.ts';
import { setWatch } from './mailbox.ts';
import { scour } from './scouring.ts';
import { adoptWaiting } from './waiting-pieces.ts';

const NAME = 'intake';
const MINUTE = 60_000;
const WITHDRAWN = 'dicabut';
const DAY = 1440 * MINUTE;
/** The next sweep comes between these, ms. */
const PAUSE = { least: 15 * MINUTE, most: 45 * MINUTE } as const;
/** Days for which a chat that is silent is written anew with the others: longer than a report can wait. */
const REWRITTEN_DAYS = 2;
/** For evidence, all of which is written anew: a report has up to 60 MB. */
const LONG = { timeout: 20 * MINUTE } as const;
/** Older than every transaction. */
const NEVER = '0';

export interface Swept {
  /** Reports that were taken in. */
  readonly reports: number;
  readonly items: number;
  /** What no key opens. */
  readonly lost: number;
  /** Of it, what none has opened for days, and is no more. */
  readonly givenUp: number;
}

type Of<K extends IntakeItem['kind']> = Extract<IntakeItem, { kind: K }>;

/**
 * Takes in what waits, if it is time and nobody else is doing it.
 *
 * @param kept every key there is: a service that has stood still for days finds what waited under keys whose day is over
 * @param now ms since 1970; never `force`, but for an operator who cannot wait, for what would be lost, and for tests
 * @returns `undefined` when it was not time
 */
export async function sweepIntake(
  db: PrismaClient,
  keys: Keys,
  kept: () => Promise<readonly EpochKey[]>,
  now: number,
  force = false,
): Promise<Swept | undefined> {
  const waiting = await takeWaiting(db, keys, kept, now, force);
  if (!waiting) return undefined;
  const { items, lost, givenUp, touched } = waiting;
  if (touched) await scour(db);
  return { reports: of(items, 'report').length, items: items.length, lost, givenUp };
}

interface Taken extends Pick<Swept, 'lost' | 'givenUp'> {
  readonly items: readonly WaitingItem[];
  /** Something was written. */
  readonly touched: boolean;
}

function takeWaiting(
  db: PrismaClient,
  keys: Keys,
  kept: () => Promise<readonly EpochKey[]>,
  now: number,
  force: boolean,
): Promise<Taken | undefined> {
  const next = new Date(now + randomInt(PAUSE.least, PAUSE.most)).toISOString();
  return db.$transaction(async (tx) => {
    const [turn] = await tx.$queryRaw<{ first: boolean; last: string; oldest: string }[]>`
      INSERT INTO sweep (name, xid, due) VALUES (${NAME}, ${NEVER}, ${next}::timestamptz)
      ON CONFLICT (name) DO UPDATE SET due = EXCLUDED.due
      WHERE ${force} OR sweep.due <= ${new Date(now).toISOString()}::timestamptz
      RETURNING xmax::text = '0' AS first, xid AS last, pg_snapshot_xmin(pg_current_snapshot())::text AS oldest`;
    // A new service begins by saying when the next round is: what it was told waits as long as everything later.
    if (!turn || (turn.first && !force)) return undefined;
    // An earlier version noted its own behind it.
    const [since = NEVER] = turn.last.split('/');
    const { waiting, unread } = await lockIntake(tx, kept);
    const unable = { lost: unread.length, givenUp: await giveUpUnread(tx, unread, now) };
    if (waiting.length === 0) return { items: [], ...unable, touched: false };
    await takeIn(tx, keys, waiting, now);
    await clearIntake(
      tx,
      waiting.map(({ id }) => id),
    );
    await rewriteChats(tx, since, now);
    // A turn under way right now is not seen by this sweep: the next one must still know it as touched since.
    await tx.$executeRaw`UPDATE sweep SET xid = ${turn.oldest} WHERE name = ${NAME}`;
    return { items: waiting, ...unable, touched: true };
  }, LONG);
}

/** Reports first, then what was added to them, who wants to hear, what was withdrawn; each kind in an order of its own. */
async function takeIn(tx: Db, keys: Keys, waiting: readonly WaitingItem[], now: number): Promise<void> {
  for (const report of shuffled(of(waiting, 'report'))) await addReport(tx, report, now);
  for (const letter of shuffled(of(waiting, 'letter'))) await addLetter(tx, letter);
  // Of several wishes about a report the last one counts.
  const wishes = new Map(of(waiting, 'watch').map(({ lookup, watcher }) => [lookup, watcher]));
  for (const [lookup, watcher] of shuffled([...wishes])) await setWatch(tx, keys, lookup, watcher);
  for (const { lookup } of shuffled(of(waiting, 'withdrawal'))) await withdraw(tx, lookup, now);
}

async function addReport(tx: Db, report: Of<'report'>, now: number): Promise<void> {
  const id = randomId();
  const { unit: unitId, reporter, category, area, role, lane } = report;
  await tx.report.createMany({
    data: {
      id,
      lookup: Buffer.from(report.lookup, 'hex'),
      unitId,
      reporter,
      category,
      area,
      role,
      lane,
      status: 'diterima',
      receivedAt: new Date(report.at),
      statusOn: dayOf(now),
      body: Buffer.from(report.body, 'base64'),
      ...(report.until === undefined ? {} : { until: dayOf(Date.parse(report.until)) }),
    },
    // The same code twice would be the same report.
    skipDuplicates: true,
  });
  await adopt(tx, id, report.pieces);
}

async function addLetter(tx: Db, letter: Of<'letter'>): Promise<void> {
  const report = await tx.report.findUnique({
    where: { lookup: Buffer.from(letter.lookup, 'hex') },
    select: { id: true, status: true },
  });
  // Erased by its retention, or withdrawn, while the letter waited; its pieces are orphans and go when their time is over.
  if (!report || report.status === WITHDRAWN) return;
  await tx.letter.create({
    data: {
      id: randomId(),
      reportId: report.id,
      author: 'reporter',
      writtenAt: new Date(letter.at),
      body: Buffer.from(letter.body, 'base64'),
      announced: true,
    },
  });
  await adopt(tx, report.id, letter.pieces);
}

/** What was told is erased, and who wanted to hear of it; that there was a report, and what became of it, stays. */
async function withdraw(tx: Db, lookup: string, now: number): Promise<void> {
  // Locked first: an officer's letter that is being written must be among those that go.
  const [report] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM report WHERE lookup = decode(${lookup}, 'hex') FOR UPDATE`;
  if (!report) return;
  const { id } = report;
  await tx.watch.deleteMany({ where: { lookup: Buffer.from(lookup, 'hex') } });
  await tx.evidence.deleteMany({ where: { reportId: id } });
  await tx.letter.deleteMany({ where: { reportId: id } });
  await tx.report.update({ where: { id }, data: { status: WITHDRAWN, statusOn: dayOf(now), body: Buffer.alloc(0) } });
}

/** Pieces of evidence become the report's: what was noted of them is in its sealed body now. */
async function adopt(tx: Db, reportId: string, pieces: Of<'report'>['pieces']): Promise<void> {
  for (const piece of shuffled(pieces)) await adoptWaiting(tx, reportId, piece);
}

/**
 * Writes anew the sessions written since a transaction, so that those of one with an intake row look like all the others; and
 * WhatsApp's keys, written as a message came. In the order of their keys, which are keyed hashes, so it is a random one; and turns
 * lock rows in the same.
 */
async function rewriteChats(tx: Db, since: string, now: number): Promise<void> {
  const from = dayOf(now - REWRITTEN_DAYS * DAY).toISOString();
  await tx.$executeRaw`
    UPDATE session SET day = session.day
    FROM (
      SELECT key FROM session WHERE day >= ${from}::date AND ${touchedSince(since)} ORDER BY key FOR UPDATE
    ) AS touched WHERE session.key = touched.key`;
  await tx.$executeRaw`
    UPDATE whatsapp_key SET type = whatsapp_key.type
    FROM (SELECT name FROM whatsapp_key WHERE ${touchedSince(since)} ORDER BY name FOR UPDATE) AS touched
    WHERE whatsapp_key.name = touched.name`;
}

const touchedSince = (since: string): Prisma.Sql => Prisma.sql`age(xmin) <= age(${xid(since)})`;

/** Rows know their transaction by its lower 32 bits. */
const xid = (transaction: string): Prisma.Sql => Prisma.sql`(${transaction}::numeric % 4294967296)::text::xid`;

const of = <K extends IntakeItem['kind']>(waiting: readonly WaitingItem[], kind: K): Of<K>[] =>
  waiting.flatMap(({ item }) => (isOf(item, kind) ? [item] : []));

const isOf = <K extends IntakeItem['kind']>(item: IntakeItem, kind: K): item is Of<K> => item.kind === kind;

/** Fisher-Yates, with the system's randomness. */
function shuffled<T>(list: readonly T[]): T[] {
  const drawn = [...list];
  for (let last = drawn.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    const [a, b] = [drawn[last], drawn[other]];
    if (a === undefined || b === undefined) continue;
    drawn[last] = b;
    drawn[other] = a;
  }
  return drawn;
}

const randomId = (): string => randomBytes(12).toString('base64url');
const dayOf = (moment: number): Date => new Date(new Date(moment).toISOString().slice(0, 10));
