/**
 * No row of a chat or of a report ever had a time finer than it needs: a day for a chat, an hour for a report and for letters of
 * either side. Finer ones are there only while something waits to be done, or for who holds what.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLetter } from '../../src/storage/casework.ts';
import { photo } from '../support/reporting.ts';
import { readHistory, type Version } from './history.ts';
import type { Path } from './paths.ts';
import { openStage, type Stage } from './stage.ts';

const MINUTE = 60_000;
/** Of the report side and of chats. */
const TABLES = [
  'session',
  'intake',
  'report',
  'letter',
  'evidence',
  'evidence_part',
  'watch',
  'errand',
  'outbox',
  'sweep',
  'unit',
];
const DAYS = /^\d{4}-\d\d-\d\d$/;
const HOURS = /^\d{4}-\d\d-\d\dT\d\d:00:00(\.0+)?(\+00:00|Z)$/;
const MOMENTS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

const reporter: Path = async function* (who) {
  await who.says('/lapor');
  await who.taps('brief');
  await who.says('Camat membagi kaus di balai desa.', 'Klojen');
  await who.sends(await photo());
  await who.taps('done', 'file', 'skip', 'most');
  yield;
  await who.says(`status ${who.code}`);
  await who.taps('watch', 'yes', 'write');
  await who.says('Ada lagi yang melihat.');
  await who.taps('close', 'most');
};

let stage: Stage<'reporter'>;
let written: readonly Version[];
beforeAll(async () => {
  stage = await openStage({ reporter });
  const { desk, database } = stage;
  desk.now += 17 * MINUTE + 1234;
  await stage.next();
  await desk.sweep();
  const { id } = await database.db.report.findFirstOrThrow();
  await writeLetter(database.db, id, 'Apakah ada saksi lain?', desk.now + 26 * MINUTE + 77);
  desk.now += 31 * MINUTE + 567;
  await stage.next();
  await desk.sweep();
  await desk.work();
  written = await readHistory(database.db);
});
afterAll(() => stage.close());

/** How fine the times are that ever stood in a column, by `table.column`. */
function finenessOf(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { table, row } of written.filter((one) => TABLES.includes(one.table))) {
    for (const [column, value] of Object.entries(row)) {
      if (typeof value !== 'string' || !(DAYS.test(value) || MOMENTS.test(value))) continue;
      const where = `${table}.${column}`;
      const fineness = DAYS.test(value) ? 'day' : HOURS.test(value) ? 'hour' : 'moment';
      found.set(where, (found.get(where) ?? new Set()).add(fineness));
    }
  }
  return found;
}

test('a chat knows its last day, a report and its letters their hour, and what waits when it is due', () => {
  const expected = {
    'session.day': ['day'],
    'report.received_at': ['hour'],
    'report.status_on': ['day'],
    'letter.written_at': ['hour'],
    'evidence.until': ['hour'],
    'errand.until': ['day'],
    'errand.due': ['moment'],
    'outbox.due': ['moment'],
    'sweep.due': ['moment'],
    'unit.created_on': ['day'],
  };
  const found = Object.fromEntries([...finenessOf()].map(([where, fineness]) => [where, [...fineness]]));
  expect(found).toEqual(expected);
});

test('letters of officers and of reporters were among them', () => {
  const authors = written.filter(({ table }) => table === 'letter').map(({ row }) => row['author']);
  expect(new Set(authors)).toEqual(new Set(['officer', 'reporter']));
});

test('no number in a row is a time', () => {
  const numbers = written
    .filter(({ table }) => TABLES.includes(table))
    .flatMap(({ table, row }) =>
      Object.entries(row).flatMap(([column, value]) =>
        typeof value === 'number' ? [{ where: `${table}.${column}`, value }] : [],
      ),
    );
  // Seconds since 1970, of this decade; milliseconds are larger.
  expect(numbers.filter(({ value }) => value > 1_500_000_000)).toEqual([]);
  expect(numbers.map(({ where }) => where)).toContain('session.version');
});
