/**
 * A thousand turns of a crowd, with sweeps in between; after each, at the worst moment, somebody looks at everything that
 * PostgreSQL shows and guesses which chat each new row of the report side came from. They know which chats wrote since the last
 * sweep, and choose among these by transactions, places, sizes and hours, live and dead. No way to choose does better than
 * chance: that it hits so often by chance is likelier than one in ten millions (`chance.ts`).
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { chatKey, contactKey } from '../../../src/conversation/chat.ts';
import { parseReceiptCode } from '../../../src/domain/receipt.ts';
import { lookupOf } from '../../../src/secrecy/receipt-keys.ts';
import { postgresDatabase, type TestDatabase } from '../../support/database.ts';
import { seeded } from '../../support/random.ts';
import { Reporting } from '../../support/reporting.ts';
import { fillDatabase } from '../../support/roster.ts';
import { keys } from '../../support/shell.ts';
import { IKRAR } from '../../support/world.ts';
import { MarkedBox } from '../box.ts';
import { chanceOf } from './chance.ts';
import { Crowd, roster } from './crowd.ts';
import { GUESSERS, type View } from './guessers.ts';
import { look, lookAtIntake, type Snapshot } from './snapshot.ts';
import { type Arrived, activeIn, arrivedIn } from './view.ts';

const WINDOWS = 48;
const BEGINNING = 9;
const STEPS = 55;
const MINUTE = 60_000;
/** There are some sixty guesses, and none of them may fail by accident. */
const BEYOND_CHANCE = 1e-7;

interface Case {
  readonly arrived: Arrived;
  readonly view: View;
}

let database: TestDatabase;
let desk: Reporting;
let crowd: Crowd;
const cases: Case[] = [];
const chatOfPledge = new Map<string, string>();
/** The chat that a report came from, and with it its letters and its watch: everybody reads their own mailbox. */
const chatOfReport = new Map<string, string>();

beforeAll(async () => {
  database = await postgresDatabase();
  const { db } = database;
  await fillDatabase(db, roster, [IKRAR]);
  await db.$executeRaw`CREATE EXTENSION pageinspect`;
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
    await desk.sweep();
    const now = await look(db);
    const view = { ...now, intake, active: activeIn(now, before), chatOf: (key: string) => chatOfPledge.get(key) };
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

const casesOf = (kind: Kind): readonly Case[] =>
  cases.filter(({ arrived }) => kind === 'row of any kind' || arrived.kind === kind);

const KINDS = ['report', 'letter', 'watch', 'row of any kind'] as const;
type Kind = (typeof KINDS)[number];
const WAYS = KINDS.flatMap((kind) => Object.entries(GUESSERS).map(([name, guess]) => [kind, name, guess] as const));

test.each(WAYS)('no better than chance: of a %s, %s', (kind, name, guess) => {
  const draw = seeded(WAYS.findIndex(([one, other]) => one === kind && other === name));
  const tried = casesOf(kind);
  const hits = tried.filter(({ arrived, view }) => {
    const possible = view.active.map(({ key }) => key);
    const named = guess(arrived, view).filter((key) => possible.includes(key));
    const from = named.length > 0 ? named : possible;
    return from[draw(from.length)] === chatOfReport.get(arrived.lookup);
  });
  const chance = chanceOf(
    hits.length,
    tried.map(({ view }) => 1 / view.active.length),
  );
  expect(chance, `${hits.length} of ${tried.length} were right`).toBeGreaterThan(BEYOND_CHANCE);
});
