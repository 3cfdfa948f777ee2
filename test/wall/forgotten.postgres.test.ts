/**
 * After its day a conversation is forgotten: with the root, the database, all it ever held and everybody's address, nothing
 * that was under way opens any more.
 */
import { createSecretKey, hkdfSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../src/conversation/memory.ts';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import { openUnder } from '../../src/secrecy/seal.ts';
import { claimErrands } from '../../src/storage/errands.ts';
import { sweepIntake } from '../../src/storage/sweeping.ts';
import { type Place, search } from '../privacy/search.ts';
import { EPOCHS, keys } from '../support/shell.ts';
import { bytesIn, readHistory, type Version } from './history.ts';
import { PATHS } from './paths.ts';
import { openStage, type Stage } from './stage.ts';
import { hourRing, type Opened, rootRing, together, tryAll } from './thief.ts';

const HOUR = 3_600_000;
/** What is sealed under a key that is destroyed. */
const PASSING = ['errand.body', 'evidence.outcome', 'intake.body', 'outbox.body', '» session.body'];

let stage: Stage<keyof typeof PATHS>;
let written: readonly Version[];
let addresses: readonly string[];
/** The files of the keys, as somebody would have them who had copied them in time. */
let copied: readonly { name: string; bytes: Buffer }[];
let day: number;

beforeAll(async () => {
  stage = await openStage(PATHS);
  stage.box.stuck.add(stage.who('withOriginals').chat);
  await stage.next();
  await stage.next();
  await stage.desk.sweep();
  await stage.next();
  await stage.desk.sweep();
  written = await readHistory(stage.database.db);
  addresses = stage.everybody.map(({ chat }) => `telegram:${chat}`);
  copied = readdirSync(EPOCHS).map((name) => ({ name, bytes: readFileSync(join(EPOCHS, name)) }));
  day = stage.desk.now;
  stage.desk.now += 24 * HOUR;
  await stage.desk.house.epochs.destroyOld(stage.desk.now);
});
afterAll(() => stage.close());

const placesOf = (opened: readonly Opened[]): readonly string[] =>
  [...new Set(opened.map(({ where }) => where))].toSorted();

test('the keys are gone from the folder', () => {
  expect(copied.length).toBeGreaterThan(0);
  expect(readdirSync(EPOCHS)).toEqual([]);
});

test('with the root nothing of it opens, whatever is tried', async () => {
  const hours = [...new Set(copied.map(({ name }) => Number.parseInt(name, 10)))];
  const guessed = hours.flatMap((id) =>
    [Buffer.alloc(0), Buffer.alloc(32), Buffer.from(String(id)), keys.key('epoch').export()].map((file) => ({
      id,
      key: createSecretKey(Buffer.from(hkdfSync('sha256', file, keys.key('epoch').export(), `epoch ${id}`, 32))),
    })),
  );
  // Whatever is left in the folder, with the clock put back.
  const left = await new EpochKeys(EPOCHS, keys).living(day);
  const later = await new EpochKeys(EPOCHS, keys).current(stage.desk.now);
  const roots = [...rootRing(keys).values()].map(({ key }) => ({ id: 0, key }));
  const ring = together(
    rootRing(keys),
    hourRing([...guessed, ...left, later], addresses),
    hourRing(roots.slice(0, 1), addresses),
  );
  const opened = tryAll(ring, written);
  // Who wants news of a report is sealed under the root, so that they can be told: nobody else is to be found beside one.
  expect(placesOf(opened)).toEqual(['contact.address_sealed', 'pledge.sealed', 'session.body', 'watch.sealed']);
  // What is left of the conversations: a language, whether reminders are wanted, the last pledge.
  const sessions = opened.filter(({ where }) => where === 'session.body').map(({ value }): Place => placeOf(value));
  const marks = stage.everybody.flatMap((who) => [...who.identity(), ...who.told(), ...who.codes()]);
  expect(sessions.length).toBeGreaterThan(100);
  expect(search(sessions, marks)).toEqual([]);
});

const placeOf = (value: unknown): Place => ({ where: 'session', bytes: Buffer.from(JSON.stringify(value)) });

test('whoever had copied the keys in time opens all of it: so it is the keys that were missing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ikrar-copied-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const { name, bytes } of copied) writeFileSync(join(folder, name), bytes);
  const hours = await new EpochKeys(folder, keys).living(day);
  const opened = tryAll(together(rootRing(keys), hourRing(hours, addresses)), written);
  expect(placesOf(opened)).toEqual(expect.arrayContaining(PASSING));
  const sealed = written.filter(
    (version) => bytesIn(version, 'body') && ['outbox', 'intake', 'errand'].includes(version.table),
  );
  expect(opened.filter(({ where }) => ['outbox.body', 'intake.body', 'errand.body'].includes(where))).toHaveLength(
    sealed.length,
  );
  const text = Buffer.from(JSON.stringify(opened.map(({ value }) => value)));
  for (const who of stage.everybody) {
    const marks = [...who.told().filter(({ what }) => what === 'words'), ...who.codes().slice(0, 1)];
    for (const mark of marks) expect(text.includes(mark.text)).toBe(true);
  }
});

test('the program itself can do no more, with an old backup put back', async () => {
  const { db } = stage.database;
  const { epochs } = stage.desk.house;
  const living = await epochs.living(stage.desk.now);
  for (const version of written.filter(({ table }) => table === 'session')) {
    const key = bytesIn(version, 'key') ?? Buffer.alloc(0);
    for (const address of addresses) {
      const find = (id: number) => epochs.find(id, stage.desk.now);
      const session = await openSession(
        keys,
        find,
        { bytes: key, address },
        bytesIn(version, 'body') ?? Buffer.alloc(0),
      );
      expect(session.frames.flatMap(({ answers }) => answers)).toEqual([]);
    }
  }
  await db.errand.deleteMany();
  for (const table of ['intake', 'errand', 'outbox']) {
    await db.$executeRawUnsafe(`
      INSERT INTO ${table} SELECT r.* FROM history.version AS v, jsonb_populate_record(NULL::${table}, v.row) AS r
      WHERE v.of = '${table}' ON CONFLICT DO NOTHING`);
  }
  await db.$executeRaw`UPDATE errand SET due = now() - interval '1 second'`;
  const [intake, errands, reports] = [await db.intake.count(), await db.errand.count(), await db.report.count()];
  expect([intake > 10, errands > 5, (await db.outbox.count()) > 50]).toEqual([true, true, true]);
  expect(await sweepIntake(db, keys, () => epochs.kept(stage.desk.now), stage.desk.now, true)).toEqual({
    reports: 0,
    items: 0,
    lost: intake,
    givenUp: 0,
  });
  expect(await db.report.count()).toBe(reports);
  expect(await claimErrands(db, living, 1000, 0)).toEqual([]);
  expect(await db.errand.count()).toBe(errands);
  const sent = stage.box.sent.length;
  for (let round = 0; round < 5; round += 1) await stage.desk.house.delivery.sweep(true);
  await stage.desk.house.quiet();
  expect(stage.box.sent).toHaveLength(sent);
  expect(await db.outbox.count()).toBe(0);
  // Nobody knows what the pieces were called: all there is to try are their rows.
  const noted = await db.evidence.findMany({ where: { reportId: null, outcome: { not: null } } });
  expect(noted.length).toBeGreaterThan(0);
  for (const { id, outcome } of noted) {
    expect(
      openUnder(
        living.map(({ key }) => key),
        Buffer.from(id),
        outcome ?? Buffer.alloc(0),
      ),
    ).toBeUndefined();
  }
});
