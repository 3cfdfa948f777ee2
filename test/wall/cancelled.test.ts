/** What ends without a report leaves no evidence, nor the original beside it, however it ends. */
import { beforeEach, expect, test } from 'vitest';
import { keepPiece } from '../../src/storage/evidence.ts';
import { tidyUp } from '../../src/storage/tidying.ts';
import type { TestDatabase } from '../support/database.ts';
import { photo, type Reporting, reporting } from '../support/reporting.ts';
import { keys } from '../support/shell.ts';
import { NOON } from '../support/world.ts';

const HOUR = 3_600_000;

let database: TestDatabase;
let desk: Reporting;
let chats = 0;
let chat = '';
reporting((open) => {
  ({ database, desk } = open);
});
beforeEach(async () => {
  desk.now = NOON;
  chat = `reporter-${++chats}`;
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa.', 'Klojen');
  await desk.taps(chat, 'original');
  await desk.sends(chat, await photo());
  expect(await database.db.evidence.count()).toBe(2);
});

async function later(hours: number): Promise<void> {
  desk.now += hours * HOUR;
  const retention = { unproven: 90, closed: 730, open: 1095 };
  await tidyUp(database.db, keys, desk.house.epochs, retention, desk.now);
}

test.each([
  ['cancelled while it is collected', () => desk.says(chat, 'batal')],
  ['cancelled in its review', () => desk.taps(chat, 'done', 'cancel')],
  ['taken out in its review', () => desk.taps(chat, 'done', 'edit', 'evidence', 'remove1')],
  ['gone back from, and then cancelled', () => desk.says(chat, 'kembali', 'batal')],
  ['left for its day', () => later(24)],
])('%s', async (_, end) => {
  await end();
  await desk.carryOut();
  expect([await database.db.evidence.count(), await database.db.errand.count()]).toEqual([0, 0]);
});

test('left, and filed within the day, it loses nothing before the sweep', async () => {
  await later(23);
  await desk.taps(chat, 'done', 'file', 'skip', 'none');
  await later(1);
  await desk.sweep();
  await later(72);
  expect(await database.db.evidence.count({ where: { reportId: { not: null } } })).toBe(2);
  await database.db.evidence.deleteMany();
});

test('filed it has both, and withdrawn it has none', async () => {
  await desk.taps(chat, 'done', 'file', 'skip', 'none');
  await desk.sweep();
  expect(await database.db.evidence.count({ where: { reportId: { not: null } } })).toBe(2);
  await desk.says(chat, `status ${desk.code(chat)}`);
  await desk.taps(chat, 'withdraw', 'yes', 'none');
  await desk.sweep();
  expect(await database.db.evidence.count()).toBe(0);
});

test('in the mailbox, gone back from and closed', async () => {
  await desk.taps(chat, 'done', 'file', 'skip', 'none');
  await desk.sweep();
  const filed = await database.db.evidence.count();
  await desk.says(chat, `status ${desk.code(chat)}`);
  await desk.taps(chat, 'add');
  await desk.sends(chat, await photo());
  expect(await database.db.evidence.count()).toBe(filed + 1);
  await desk.says(chat, 'kembali');
  await desk.taps(chat, 'close', 'none');
  expect(await database.db.evidence.count()).toBe(filed);
  await database.db.evidence.deleteMany();
});

/** Sends one more file, and ends what it is for while it is being fetched; then the fetch goes on. */
async function whileFetching(end: () => Promise<void>): Promise<void> {
  const { box } = desk.house;
  const asked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  box.beforeFetch = () => {
    asked.resolve();
    return goOn.promise;
  };
  await desk.posts(chat, await photo());
  const work = desk.work();
  await asked.promise;
  await end();
  goOn.resolve();
  await work;
  box.beforeFetch = () => undefined;
}

test.each([
  ['cancelled', () => desk.says(chat, 'batal')],
  ['cancelled in its review', () => desk.taps(chat, 'done', 'cancel')],
  ['taken out in its review', () => desk.taps(chat, 'done', 'edit', 'evidence', 'remove2', 'remove1')],
  ['left for its day', () => later(24)],
])('%s while a file is being fetched', async (_, end) => {
  await whileFetching(end);
  await desk.carryOut();
  expect([await database.db.evidence.count(), await database.db.errand.count()]).toEqual([0, 0]);
});

test('in the mailbox, closed while a file is being fetched', async () => {
  await desk.taps(chat, 'done', 'file', 'skip', 'none');
  await desk.sweep();
  const filed = await database.db.evidence.findMany();
  await desk.says(chat, `status ${desk.code(chat)}`);
  await desk.taps(chat, 'add');
  await whileFetching(() => desk.says(chat, 'batal'));
  await desk.carryOut();
  expect(await database.db.evidence.findMany()).toEqual(filed);
  await database.db.evidence.deleteMany();
});

test('kept in the very moment in which it was cancelled: forgotten when its conversation should hear of it', async () => {
  await desk.says(chat, 'batal');
  const piece = 'kept too late';
  const outcome = { kind: 'failed', fault: 'failed' } as const;
  await keepPiece(database.db, await desk.house.epochs.current(desk.now), { piece, outcome, now: desk.now }, []);
  expect(await database.db.evidence.count()).toBe(1);
  const news = { kind: 'piece_failed', piece, fault: 'failed' } as const;
  const { box, turns } = desk.house;
  await turns.receive(box.arrival(chat, { kind: 'news', news }));
  await desk.work();
  expect([await database.db.evidence.count(), await database.db.errand.count()]).toEqual([0, 0]);
});
