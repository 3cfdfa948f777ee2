/**
 * Every golden conversation through the real shell, logged down to the finest, with failures that quote people: afterwards
 * nothing of anybody is in the log, and in the database only what is sealed or hashed with a key.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SendError } from '../../src/channels/channel.ts';
import { createLog } from '../../src/log.ts';
import { createUnit } from '../../src/storage/units.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { UNIT } from '../support/desk.ts';
import { fillDatabase } from '../support/roster.ts';
import { keys } from '../support/shell.ts';
import { isOfReports, readTranscripts, reportsBefore, type Transcript } from '../support/transcript.ts';
import { IKRAR, PAKTA } from '../support/world.ts';
import { Actor } from './actor.ts';
import { decoded, dump } from './dump.ts';
import { search } from './search.ts';

/** Every mark has some hundred shapes. */
const SLOW = 180_000;

let database: TestDatabase;
const lines: string[] = [];
const log = createLog('trace', { write: (line) => void lines.push(line) });
const SHORT: Transcript = { about: '', given: [], talk: [], name: 'short', file: new URL(import.meta.url) };
/** Officers, errands and the sweep are played elsewhere: here it is about what turns leave. */
const isOfTurns = ({ given, talk }: Transcript): boolean =>
  reportsBefore(given) === 0 &&
  talk.every(({ attaches, happens }) => attaches === undefined && !(happens && isOfReports(happens)));
const actors = readTranscripts()
  .filter(isOfTurns)
  .map((transcript, n) => ({ transcript, actor: new Actor(transcript, n) }));

beforeAll(async () => {
  database = await testDatabase();
  await fillDatabase(database.db, [], [IKRAR, PAKTA]);
  await createUnit(database.db, keys, { ...UNIT, day: '2026-11-17' }, { workFactor: 2 });
});
afterAll(() => database.close());

/** Every fifth message goes out only at the second try. The errors quote whom they are about, as errors of libraries do. */
function oftenFailing(): (quoting: string) => void {
  let sent = 0;
  return (quoting) => {
    sent += 1;
    const cause = new Error(`cannot send to ${quoting}`);
    if (sent % 5 === 0) throw new SendError({ kind: 'retry', waitMs: 1, everybody: sent % 10 === 0 }, { cause });
  };
}

test.each(actors.map(({ transcript, actor }) => [transcript.name, actor] as const))(
  '%s is played',
  async (_, actor) => {
    await actor.plays(database.db, log, oftenFailing());
    expect(actor.box.sent.length).toBeGreaterThan(1);
  },
);

test.each([
  ['the platform refuses it', () => new SendError({ kind: 'rejected', code: 400 })],
  ['the person blocked the bot', () => new SendError({ kind: 'blocked' })],
  ['nobody knows why', (quoting: string) => new TypeError(`no way to ${quoting}`)],
])('a message that does not go out: %s', async (_, fault) => {
  const actor = another();
  await actor.plays(database.db, log, (quoting) => {
    throw Object.assign(fault(quoting), { cause: new Error(quoting) });
  });
  expect(actor.box.sent).toEqual([]);
});

test('a message that cannot be written down', async () => {
  const actor = another();
  // PostgreSQL quotes the whole row that breaks such a rule.
  await database.db.$executeRaw`ALTER TABLE session ADD CONSTRAINT nobody CHECK (version < 0) NOT VALID`;
  await actor.plays(database.db, log, () => {});
  await database.db.$executeRaw`ALTER TABLE session DROP CONSTRAINT nobody`;
  expect(actor.box.sent).toEqual([]);
});

test('the conversations left what they should', async () => {
  const { db } = database;
  const methods = await db.pledge.groupBy({ by: ['method'] });
  expect(methods.map(({ method }) => method).sort()).toEqual(['code', 'contact', 'none', 'sender']);
  expect(await db.contact.count({ where: { reminders: true, addressSealed: { not: null } } })).toBeGreaterThan(0);
  expect(await db.contact.count({ where: { blockedOn: { not: null } } })).toBe(1);
  expect(await db.outbox.count()).toBeGreaterThan(0);
  expect(await db.session.count()).toBeGreaterThan(15);
  for (const wanted of ['refused, it will come again', 'a reply waits for the sweep', 'the platform will not take']) {
    expect(lines.some((line) => line.includes(wanted))).toBe(true);
  }
});

test('the log names nobody', { timeout: SLOW }, () => {
  const bytes = Buffer.concat([Buffer.from(lines.join('')), ...decoded(lines.join(''))]);
  const marks = actors.flatMap(({ actor }) => actor.marks());
  expect(search([{ where: 'log', bytes }], marks)).toEqual([]);
});

test('the database names nobody but offices', { timeout: SLOW }, async () => {
  const places = await dump(database.db);
  const marks = actors.flatMap(({ actor }) => actor.marks());
  const found = search(places, marks);
  expect(found.filter(({ what }) => what !== 'office')).toEqual([]);
  expect(new Set(found.map(({ where }) => where))).toEqual(new Set(['public.office.name']));
});

/** One more, who only says what they have to say. */
function another(): Actor {
  const actor = new Actor({ ...SHORT, name: `short ${actors.length}` }, actors.length);
  actors.push({ transcript: SHORT, actor });
  return actor;
}
