/**
 * A service that stands still for more than a day finds what it was told before: everybody who was shown a code has their
 * report, with its evidence, and the code works from the first moment.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openDesk } from '../../src/conversation/desk.ts';
import { Paces } from '../../src/conversation/pace.ts';
import { parseReceiptCode } from '../../src/domain/receipt.ts';
import { createLog } from '../../src/log.ts';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import { sealUnder } from '../../src/secrecy/seal.ts';
import { tidyUp } from '../../src/storage/tidying.ts';
import type { TestDatabase } from '../support/database.ts';
import { photo, type Reporting, reporting } from '../support/reporting.ts';
import { EPOCHS, keys } from '../support/shell.ts';
import { NOON } from '../support/world.ts';
import { openMinutes } from './minutes.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The jobs erase what is too old every ten minutes. */
const TIDIED = 11;
const FOR_EVER = { unproven: 3650, closed: 3650, open: 3650 };

let database: TestDatabase;
let desk: Reporting;
let chats: readonly string[] = [];
let tests = 0;
reporting((open) => {
  ({ database, desk } = open);
});
beforeEach(async () => {
  const { db } = database;
  await db.report.deleteMany();
  await db.evidence.deleteMany();
  await db.intake.deleteMany();
  await db.sweep.deleteMany();
  desk.now = NOON;
  tests += 1;
  chats = [`ani-${tests}`, `budi-${tests}`];
});

/** Everybody files a report with a picture, which then waits. */
async function filed(): Promise<void> {
  for (const chat of chats) {
    await desk.says(chat, '/lapor');
    await desk.taps(chat, 'brief');
    await desk.says(chat, `Camat membagi kaus, kata ${chat}.`, 'Klojen');
    await desk.sends(chat, await photo());
    await desk.taps(chat, 'done', 'file', 'skip', 'none');
  }
  expect([await database.db.report.count(), await database.db.intake.count()]).toEqual([0, chats.length]);
}

/** The next process, which knows nothing but the folder and the database. */
const epochs = (): EpochKeys => new EpochKeys(EPOCHS, keys);

async function expectTaken(): Promise<void> {
  const { db } = database;
  expect(await db.intake.count()).toBe(0);
  const told = await Promise.all((await db.report.findMany()).map(({ body }) => desk.open(body)));
  const accounts = chats.map((chat) => `Camat membagi kaus, kata ${chat}.`);
  expect(told.map((body) => Object(body).account).sort()).toEqual(accounts);
  for (const { id, evidence } of (await db.report.findMany()).map((row, n) => ({ ...row, ...Object(told[n]) }))) {
    expect(evidence).toHaveLength(1);
    const pieces = await db.evidence.findMany({ where: { reportId: id } });
    expect(pieces.map((piece) => piece.id)).toEqual([evidence[0].id]);
    expect((await desk.openPiece(evidence[0].id)).subarray(0, 2).toString('hex')).toBe('ffd8');
  }
}

test.each([
  ['30 hours', 30 * HOUR],
  ['3 days', 3 * DAY],
])('after %s', async (_, still) => {
  await filed();
  const now = NOON + still;
  const next = openDesk({
    db: database.db,
    keys,
    log: createLog('silent'),
    paces: new Paces(() => now),
    now: () => now,
    living: () => epochs().living(now),
    kept: () => epochs().kept(now),
  });
  const code = parseReceiptCode(desk.code(chats[0] ?? ''));
  expect(code && (await next.mailbox(code))).toMatchObject({ status: 'diterima' });

  const hours = { database, epochs: epochs(), folder: EPOCHS, close: async () => {} };
  const minutes = await openMinutes({ given: { hours, keys }, now });
  for (let minute = 0; minute < TIDIED; minute += 1) await minutes.pass();
  await minutes.close();
  await expectTaken();
  expect(code && (await next.mailbox(code))).toMatchObject({ status: 'diterima' });
  // Tests of other files share this folder, and their keys of later hours live.
  expect((await epochs().kept(now)).filter(({ id }) => id * HOUR <= NOON)).toEqual([]);
});

test('nothing is tidied away before it is taken in, though it is not time for a sweep', async () => {
  await filed();
  const now = NOON + 3 * DAY;
  const due = new Date(now + DAY);
  await database.db.sweep.create({ data: { name: 'intake', xid: '0', due } });
  expect(await tidyUp(database.db, keys, epochs(), FOR_EVER, now)).toMatchObject({ keys: 1, pieces: 0 });
  await expectTaken();
});

test('what waits is not taken in before its time where nothing would be lost', async () => {
  await filed();
  await tidyUp(database.db, keys, epochs(), FOR_EVER, NOON + HOUR);
  expect([await database.db.report.count(), await database.db.intake.count()]).toEqual([0, chats.length]);
});

test('evidence whose time is over stays while its report waits, also under a key that lives', async () => {
  await filed();
  await database.db.evidence.updateMany({ data: { until: new Date(NOON) } });
  expect(await tidyUp(database.db, keys, epochs(), FOR_EVER, NOON + HOUR)).toMatchObject({ pieces: 0 });
  expect([await database.db.report.count(), await database.db.intake.count()]).toEqual([0, chats.length]);
  await desk.sweep();
  await expectTaken();
});

test('a draft that was not filed is forgotten as ever', async () => {
  await desk.says('dewi', '/lapor');
  await desk.taps('dewi', 'brief');
  await desk.says('dewi', 'Camat membagi kaus.', 'Klojen');
  await desk.sends('dewi', await photo());
  desk.now = NOON + 30 * HOUR;
  await desk.says('dewi', 'halo');
  expect(desk.told('dewi')).not.toContain('Mohon diperiksa');
  await tidyUp(database.db, keys, epochs(), FOR_EVER, desk.now);
  expect([await database.db.evidence.count(), await database.db.intake.count()]).toEqual([0, 0]);
});

const FILE = join(EPOCHS, `${NOON / HOUR}.epoch`);

/** Sweeps on these days after the folder of keys was lost. */
async function sweptOn(...days: readonly number[]): Promise<void> {
  for (const day of days) {
    desk.now = NOON + day * DAY;
    expect(await desk.sweep()).toMatchObject({ items: 0, lost: chats.length, givenUp: 0 });
  }
}

test('what no key opens waits for a week, and is taken in when its key comes back', async () => {
  await filed();
  const bytes = readFileSync(FILE);
  rmSync(FILE);
  for (const day of [0, 1, 6, 7]) {
    await sweptOn(day);
    expect(await tidyUp(database.db, keys, epochs(), FOR_EVER, desk.now)).toMatchObject({ pieces: 0 });
  }
  writeFileSync(FILE, bytes);
  expect(await desk.sweep()).toMatchObject({ items: chats.length, lost: 0, givenUp: 0 });
  await expectTaken();
});

test('or is given up, counted from when it was first found, and asked for no more', async () => {
  await filed();
  rmSync(FILE);
  await sweptOn(20, 27);
  desk.now = NOON + 28 * DAY;
  expect(await desk.sweep()).toMatchObject({ lost: chats.length, givenUp: chats.length });
  expect(await desk.sweep()).toMatchObject({ lost: 0, givenUp: 0 });
  await tidyUp(database.db, keys, epochs(), FOR_EVER, desk.now);
  expect([await database.db.intake.count(), await database.db.evidence.count()]).toEqual([0, 0]);
});

test('what an earlier version told in words of its own keeps nothing else back', async () => {
  await filed();
  const { key } = await epochs().current(NOON);
  const id = new Uint8Array(randomBytes(16));
  const body = new Uint8Array(sealUnder(key, id, { kind: 'report', former: true }, true));
  await database.db.intake.create({ data: { id, lookup: new Uint8Array(16), body } });
  expect(await desk.sweep()).toMatchObject({ items: chats.length, lost: 1, givenUp: 0 });
});
