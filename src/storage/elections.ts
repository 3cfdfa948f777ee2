import { z } from 'zod';
import {
  ELECTION_KINDS,
  type Election,
  type IsoDay,
  parseIsoDay,
  type ReminderText,
  zoneNamed,
} from '../domain/election.ts';
import type { Language } from '../domain/message.ts';
import type { Db } from './db.ts';

const day = z.string().transform((text, context): IsoDay => {
  const read = parseIsoDay(text);
  if (read) return read;
  context.addIssue({ code: 'custom', message: 'not_a_day' });
  return z.NEVER;
});

/** Plain text: nothing that cannot be seen, and no `{…}`, since nothing is filled in. */
const ownWords = z
  .string()
  .overwrite((text) => text.replace(/\r\n?/g, '\n').trim())
  .min(1, 'missing')
  .max(600, 'too_long')
  .regex(/^(?:\n|[^\p{C}\u2028\u2029{}])*$/u, 'not_plain')
  .exactOptional();

const textsShape = z.strictObject({
  quietFirst: ownWords,
  quietMiddle: ownWords,
  quietLast: ownWords,
  opening: ownWords,
  week: ownWords,
} satisfies Record<ReminderText, unknown>);

/** An election as it is stored, and as an operator may write it in a file; messages are keys of the file `cli` of `locales`. */
export const electionShape = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'not_an_id'),
  kind: z.enum(ELECTION_KINDS, 'not_a_kind'),
  name: z.string().trim().min(1, 'missing').max(120, 'too_long'),
  event: z.string().trim().min(1, 'missing').max(120, 'too_long'),
  year: z.int('not_a_year').min(2000, 'not_a_year').max(2100, 'not_a_year'),
  region: z.string().trim().min(1, 'missing').max(120, 'too_long'),
  zone: z
    .string()
    .overwrite(zoneNamed)
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone), 'not_a_zone'),
  votingDay: day,
  quietFrom: day,
  quietTo: day,
  pledgeOpens: day,
  pledgeCloses: day,
  dayCounting: z.enum(['calendar', 'working'], 'not_a_counting'),
  legal: z.array(z.string().trim().min(1, 'missing').max(500, 'too_long')),
  texts: z.strictObject({
    id: textsShape.exactOptional(),
    en: textsShape.exactOptional(),
  } satisfies Record<Language, unknown>),
});

/** All elections, the one that votes first first. */
export async function listElections(db: Db): Promise<readonly Election[]> {
  const rows = await db.election.findMany({ orderBy: [{ votingDay: 'asc' }, { id: 'asc' }] });
  return rows.map((row) => electionShape.parse(row));
}

export async function findElection(db: Db, id: string): Promise<Election | undefined> {
  const row = await db.election.findUnique({ where: { id } });
  return row ? electionShape.parse(row) : undefined;
}

/**
 * Adds elections of different ids, all of them or none. The caller has checked their days.
 *
 * @returns the ids that exist already; then nothing was added
 */
export async function addElections(db: Db, elections: readonly Election[]): Promise<readonly string[]> {
  const ids = elections.map(({ id }) => id);
  const taken = await db.election.findMany({
    where: { id: { in: ids } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  if (taken.length === 0) await db.election.createMany({ data: elections.map(row) });
  return taken.map(({ id }) => id);
}

/**
 * Writes an election over itself, as the caller has read and checked it. Pledges were made to texts that its event and its
 * year stand in, so that those stay once there are any.
 *
 * @returns `pledged`: that was to be changed; `meanwhile`: it is no longer as it was read. Then nothing was written
 */
export async function replaceElection(
  db: Db,
  before: Election,
  after: Election,
): Promise<'replaced' | 'pledged' | 'meanwhile'> {
  const { legal, texts, ...fields } = row(before);
  const { id, ...data } = row(after);
  const keepsTexts = before.event === after.event && before.year === after.year;
  const { count } = await db.election.updateMany({
    where: {
      ...fields,
      id,
      legal: { equals: legal },
      texts: { equals: texts },
      ...(keepsTexts ? {} : { pledges: { none: {} } }),
    },
    data,
  });
  if (count === 1) return 'replaced';
  return !keepsTexts && (await db.pledge.count({ where: { electionId: id } })) > 0 ? 'pledged' : 'meanwhile';
}

/** Writes an election over the one of its id, or adds it. For the trial's sample only: pledges refer to an election. */
export async function putElection(db: Db, election: Election): Promise<void> {
  const { id, ...rest } = row(election);
  await db.election.upsert({ where: { id }, create: { id, ...rest }, update: rest });
}

const row = (election: Election) => ({ ...election, legal: [...election.legal] });
