/**
 * A thousand turns of a crowd, with sweeps in between; after each, at the worst moment, somebody looks at everything that
 * PostgreSQL shows, and at what it logged before the sweep, and guesses which chat each new row of the report side came from. They know which chats wrote since the last
 * sweep, and choose among these by transactions, places, sizes and hours, live and dead. No way to choose does better than
 * chance (`chance.ts`); and each would be noticed that does so for one row in ten, or fewer.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { chatKey, contactKey } from '../../../src/conversation/chat.ts';
import { parseReceiptCode } from '../../../src/domain/receipt.ts';
import { lookupOf } from '../../../src/secrecy/receipt-keys.ts';
import { postgresDatabase, type TestDatabase } from '../../support/database.ts';
import { Reporting } from '../../support/reporting.ts';
import { fillDatabase } from '../../support/roster.ts';
import { keys } from '../../support/shell.ts';
import { IKRAR } from '../../support/world.ts';
import { MarkedBox } from '../box.ts';
import { keepHistory } from '../history.ts';
import { type Bet, betOn, chanceOf, powerOf } from './chance.ts';
import { Crowd, roster } from './crowd.ts';
import { GUESSERS, type Guesser } from './guessers.ts';
import { readLog } from './log.ts';
import { type Case, type Link, nextTransaction, planted, samePlace, sameTransaction } from './planted.ts';
import { look, lookAtIntake, type Snapshot } from './snapshot.ts';
import { type Arrived, activeIn, arrivedIn } from './view.ts';

const WINDOWS = 72;
const BEGINNING = 9;
const STEPS = 55;
const MINUTE = 60_000;
/** What is less likely is not taken for chance. A run of the whole file finds what is none less than once in ten thousand times. */
const BEYOND_CHANCE = 1e-6;
const FALSE_ALARM = 1e-4;

let database: TestDatabase;
let desk: Reporting;
let crowd: Crowd;
type Seen = Case<Arrived>;
const cases: Seen[] = [];
const chatOfPledge = new Map<string, string>();
/** The chat that a report came from, and with it its letters and its watch: everybody reads their own mailbox. */
const chatOfReport = new Map<string, string>();

beforeAll(async () => {
  database = await postgresDatabase();
  const { db } = database;
  await fillDatabase(db, roster, [IKRAR]);
  await db.$executeRaw`CREATE EXTENSION pageinspect`;
  await keepHistory(db);
  const box = new MarkedBox();
  desk = await Reporting.open(database, { box });
  crowd = new Crowd(desk, box, 20261117);
  for (const { chat, person } of crowd.members) {
    const address = { channel: 'telegram', id: chat } as const;
    const { hex } = chatKey(keys, address);
    chatOfPledge.set(person.id, hex).set(contactKey(keys, address).toString('hex'), hex);
  }
  let before: Snapshot | undefined;
  for (let window = 0; window < WINDOWS; window += 1) {
    await crowd.play(BEGINNING, window === WINDOWS - 1 ? Number.POSITIVE_INFINITY : STEPS);
    desk.now += 30 * MINUTE;
    const intake = await lookAtIntake(db);
    const log = await readLog(db);
    await desk.sweep();
    const now = await look(db);
    await readLog(db);
    const view = { ...now, intake, log, active: activeIn(now, before), chatOf: (key: string) => chatOfPledge.get(key) };
    cases.push(...arrivedIn(now, before).map((arrived) => ({ arrived, view })));
    before = now;
  }
  const reports = await db.report.count();
  const shown = (): readonly string[] => crowd.members.flatMap(({ chat }) => crowd.codesOf(chat));
  await vi.waitFor(() => expect(shown()).toHaveLength(reports), 10_000);
  for (const { chat } of crowd.members) {
    for (const text of crowd.codesOf(chat)) {
      const code = parseReceiptCode(text);
      if (code) chatOfReport.set(lookupOf(code).toString('hex'), chatKey(keys, { channel: 'telegram', id: chat }).hex);
    }
  }
}, 300_000);
afterAll(async () => {
  await desk.house.delivery.stop(0);
  await desk.close();
  await database.close();
});

test('there was a crowd, and enough to guess', () => {
  expect(crowd.turns).toBeGreaterThan(1000);
  expect(casesOf('report').length).toBeGreaterThan(50);
  expect(casesOf('letter').length).toBeGreaterThan(20);
  expect(casesOf('watch').length).toBeGreaterThan(10);
  for (const { arrived, view } of cases) {
    expect(view.active.map(({ key }) => key)).toContain(chatOfReport.get(arrived.lookup));
    expect(view.active.length).toBeGreaterThan(8);
  }
});

const casesOf = (kind: Kind): readonly Seen[] =>
  cases.filter(({ arrived }) => kind === 'row of any kind' || arrived.kind === kind);

const KINDS = ['report', 'letter', 'watch', 'row of any kind'] as const;
type Kind = (typeof KINDS)[number];
const WAYS = KINDS.flatMap((kind) => Object.entries(GUESSERS).map(([name, guess]) => [kind, name, guess] as const));

const chatOf = ({ arrived }: Seen): string => chatOfReport.get(arrived.lookup) ?? '';

/** What a way to choose wins, and what it could have. */
function judge(tried: readonly Seen[], guess: Guesser): { readonly won: number; readonly bets: readonly Bet[] } {
  let won = 0;
  const bets = tried.map((seen) => {
    const possible = seen.view.active.map(({ key }) => key);
    const named = new Set(guess(seen.arrived, seen.view).filter((key) => possible.includes(key)));
    const bet = betOn(named.size === 0 ? possible.length : named.size, possible.length);
    if (named.has(chatOf(seen))) won += bet.worth;
    return bet;
  });
  return { won, bets };
}

test('so many guesses may not find by accident what is not there', () => {
  expect(WAYS.length * BEYOND_CHANCE).toBeLessThan(FALSE_ALARM);
});

test.each(WAYS)('no better than chance: of a %s, %s', (kind, _name, guess) => {
  const { won, bets } = judge(casesOf(kind), guess);
  const chance = chanceOf(won, bets);
  expect(chance, `${won} bits of ${bets.reduce((sum, { worth }) => sum + worth, 0)}`).toBeGreaterThan(BEYOND_CHANCE);
});

/** One row in so many is linked. */
const LINKS: readonly (readonly [name: keyof typeof GUESSERS, every: number, link: Link])[] = [
  ['a session of the same transaction', 50, sameTransaction],
  ['the session of the nearest transaction', 50, sameTransaction],
  ['the session of the nearest transaction', 50, nextTransaction],
  ['the session of the next transaction', 50, nextTransaction],
  ['the session in exactly the same place', 50, samePlace],
  ['the session in the same place', 10, samePlace],
];

test.each(LINKS)('it is noticed that %s is the right one for one row in %i', (name, every, link) => {
  const guess = GUESSERS[name];
  expect.assert(guess !== undefined);
  const { won, bets } = judge(planted(casesOf('row of any kind'), every, link, chatOf), guess);
  expect(chanceOf(won, bets)).toBeLessThan(BEYOND_CHANCE);
});

test('a way to choose that always names one chat is noticed when it is right for one row in ten', () => {
  const bets = casesOf('row of any kind').map(({ view }) => betOn(1, view.active.length));
  expect(powerOf(0.1, bets, BEYOND_CHANCE)).toBeGreaterThan(0.99);
});
