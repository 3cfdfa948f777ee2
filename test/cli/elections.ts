/** What `election` does, on whichever database `opened` gives. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeRoster } from '../../src/storage/roster.ts';
import { type Cli, cliOf, type Ran } from '../support/cli.ts';
import type { TestDatabase } from '../support/database.ts';
import { KEYS, ROSTER } from '../support/roster-rows.ts';
import { closingWork } from './elections-closing.ts';
import { documentsWork } from './elections-documents.ts';
import { refusedWork } from './elections-refused.ts';
import { inDays } from './in-days.ts';
import { pledgeOf } from './pledge-of.ts';

export interface Opened {
  readonly database: Pick<TestDatabase, 'db' | 'close'>;
  readonly settings: Readonly<Record<string, string>>;
}

/** @param opened resolved before the first command runs */
export function electionsWork(opened: () => Promise<Opened>): void {
  let folder: string;
  let database: Opened['database'];
  let cli: Cli;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ikrar-election-'));
    const { settings, ...rest } = await opened();
    database = rest.database;
    cli = cliOf(settings);
  });
  beforeEach(async () => {
    await database.db.pledge.deleteMany();
    await database.db.document.deleteMany();
    await database.db.election.deleteMany();
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  const election = (...args: readonly string[]): Promise<Ran> => cli('election', ...args, '--lang', 'en');
  const file = async (content: unknown): Promise<string> => {
    await writeFile(join(folder, 'election.json'), typeof content === 'string' ? content : JSON.stringify(content));
    return join(folder, 'election.json');
  };
  /** A pledge that is open from ten days ago to the day before the vote. */
  const open = (id: string, votesIn: number, ...more: readonly string[]): Promise<Ran> => {
    const days = ['--voting-day', inDays(votesIn), '--pledge-opens', inDays(-10)];
    return election('add', '--kind', 'psu', '--region', 'Kota Malang', '--id', id, ...days, ...more);
  };
  const shown = async (id: string): Promise<string> => (await election('show', id, '--json')).said;
  const states = async (): Promise<Readonly<Record<string, string>>> => {
    const lines = (await election('list')).said.trimEnd().split('\n');
    return Object.fromEntries(lines.map((line) => line.split(/ {2,}/)).map(([id = '', , state = '']) => [id, state]));
  };
  /** Everything there is. */
  const all = async (): Promise<string> => (await election('list', '--json')).said;

  test('what show prints as JSON can be added again, and what list prints can be added all at once', async () => {
    const texts = {
      id: { quietFirst: 'Masa tenang.\nMohon tenang.', week: 'Sepekan lagi 🙏' },
      en: { opening: 'Open' },
    };
    await open(
      'one',
      20,
      '--legal',
      'UU 10/2016',
      '--legal',
      'SKB 2/2022',
      '--name',
      'PSU\u202eSatu\u009b1m',
      '--zone',
      'wita',
    );
    await election('add', '--json', await file({ ...JSON.parse(await shown('one')), id: 'two', texts }));
    const [one, two] = [await shown('one'), await shown('two')];
    expect(JSON.parse(two)).toEqual({ ...JSON.parse(one), id: 'two', texts });
    expect(one).not.toMatch(/[\u202e\u009b]/);
    expect(JSON.parse(one).zone).toBe('Asia/Makassar');
    expect((await election('show', 'two')).said).toMatch(/texts id quietFirst +Masa tenang\. \/ Mohon tenang\.\n/);

    const listed = await all();
    expect(JSON.parse(listed)).toEqual([JSON.parse(one), JSON.parse(two)]);
    await database.db.election.deleteMany();
    const added = await election('add', '--json', await file(listed));
    expect(added).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Added the election one: .*\nAdded .* two: /),
    });
    expect(await all()).toBe(listed);
  });

  test('of a list all are added or none; what is wrong is said of each', async () => {
    await open('one', 20);
    const [one] = JSON.parse(await all());
    const before = await all();
    const taken = await election('add', '--json', await file([{ ...one, id: 'new' }, one]));
    expect(taken).toMatchObject({ code: 1, said: '' });
    expect(taken.complained).toBe(
      'There is an election with the ID one already. Give the new one another ID and name with --id and --name.\n',
    );
    const bad = [
      { ...one, id: 'new', zone: 'Malang' },
      { ...one, id: 'late', quietTo: one.votingDay },
    ];
    expect((await election('add', '--json', await file(bad))).complained).toBe(
      'Election 1 in the file: zone: write WIB, WITA, WIT, or a time zone such as Asia/Jakarta.\n' +
        'Election 2 in the file: Masa tenang must end before voting day.\n',
    );
    const twice = [
      { ...one, id: 'new' },
      { ...one, id: 'new' },
    ];
    expect((await election('add', '--json', await file(twice))).complained).toBe(
      'The ID new stands in the file more than once.\n',
    );
    for (const content of [[], [one, 1], [[one]], 'null', '"one"']) {
      const refused = await election('add', '--json', await file(content));
      expect(refused).toMatchObject({
        code: 1,
        complained: expect.stringMatching(/must hold one JSON object, or a list/),
      });
    }
    expect(await all()).toBe(before);
  });

  test('words of its own that cannot be used are refused, each by its place', async () => {
    await open('one', 20);
    const one = JSON.parse(await shown('one'));
    const texts = { id: { week: 'x'.repeat(601), opening: ' ' }, en: { quietLast: 'until {date}', more: 'x' }, jv: {} };
    const refused = await election('add', '--json', await file({ ...one, id: 'two', texts }));
    expect(refused.complained.trim().split('\n').sort()).toEqual([
      'texts en more: there is no such field.',
      'texts en quietLast: only letters, digits, punctuation and new lines; no { }, since nothing is filled in.',
      'texts id opening: is missing.',
      'texts id week: is too long.',
      'texts jv: there is no such field.',
    ]);
    expect(await election('show', 'two')).toMatchObject({ code: 1 });
  });

  test('a second of the same kind and year takes an id of its own; people are asked for the one that votes first', async () => {
    const psu = ['add', '--kind', 'psu', '--region', 'Kota Malang', '--voting-day', '2031-11-26'];
    const added = await election(...psu, '--pledge-opens', '2031-10-01');
    expect(added.complained).toBe('No pledge is open now. The next is psu-2031, from Wednesday, 1 October 2031.\n');
    const refused = await election(...psu, '--pledge-opens', '2031-11-01');
    expect(refused).toMatchObject({ code: 1, complained: expect.stringContaining('another ID and name with --id') });
    const second = ['--id', 'psu-2031-klojen', '--name', 'PSU Klojen 2031', '--pledge-opens', '2031-11-01'];
    expect(await election(...psu, ...second)).toMatchObject({ code: 0 });

    expect((await open('later', 30)).complained).toMatch(/^People are asked to pledge for later now: /);
    expect((await open('first', 20)).complained).toMatch(/^People are asked to pledge for first now: /);
    await open('over', 10, '--pledge-closes', inDays(-1));
    expect(await states()).toEqual({
      over: 'closed',
      first: 'pledge open, asked for now',
      later: 'pledge open, asked for after first',
      'psu-2031': 'not open yet',
      'psu-2031-klojen': 'not open yet',
    });
    expect((await election('show', 'later')).said).toContain('pledge open, asked for after first');
  });

  test('a masa tenang that does not end on the day before the vote is taken, and remarked upon', async () => {
    const early = await open('early', 20, '--quiet-from', inDays(15), '--quiet-to', inDays(17));
    expect(early).toMatchObject({ code: 0, complained: expect.stringMatching(/^Check early: masa tenang ends on /) });
    expect((await open('right', 20)).complained).not.toContain('Check');
  });

  test('edit changes what is named and nothing else, and says what became different', async () => {
    await open('one', 20, '--legal', 'UU 10/2016', '--name', 'PSU Satu');
    const before = JSON.parse(await shown('one'));
    const changed = await election('edit', 'one', '--pledge-closes', inDays(15), '--legal', 'SKB 2/2022');
    expect(changed).toMatchObject({ code: 0, complained: 'People are asked to pledge for one now: PSU Satu.\n' });
    expect(changed.said).toBe(
      'Changed the election one.\n' +
        `pledgeCloses: ${inDays(19)} → ${inDays(15)}\n` +
        'legal: UU 10/2016 → SKB 2/2022\n',
    );
    const expected = { ...before, pledgeCloses: inDays(15), legal: ['SKB 2/2022'] };
    expect(JSON.parse(await shown('one'))).toEqual(expected);

    const texts = { id: { week: 'Satu.\nDua.' } };
    const path = await file({ name: 'PSU Dua', legal: [], texts });
    expect((await election('edit', 'one', '--json', path, '--name', 'PSU Tiga')).said).toBe(
      'Changed the election one.\nname: PSU Satu → PSU Tiga\nlegal: SKB 2/2022 → –\ntexts id week: – → Satu. / Dua.\n',
    );
    expect(JSON.parse(await shown('one'))).toEqual({ ...expected, name: 'PSU Tiga', legal: [], texts });
  });

  test('edit takes what show and list print, and then nothing becomes different', async () => {
    await open('one', 20, '--legal', 'UU 10/2016');
    await open('two', 30);
    const before = await all();
    const own = await election('edit', 'two', '--json', await file(await shown('two')));
    expect(own).toMatchObject({ code: 0, said: 'Nothing became different about two.\n' });
    const listed = await election('edit', 'two', '--json', await file(before));
    expect(listed).toMatchObject({ code: 0, said: 'Nothing became different about two.\n' });
    expect(await all()).toBe(before);

    const moved = JSON.parse(before).map((one: object) => ({ ...one, region: 'Kota Contoh' }));
    expect(await election('edit', 'two', '--json', await file(moved))).toMatchObject({ code: 0 });
    expect(JSON.parse(await all())).toEqual([JSON.parse(before)[0], moved[1]]);
    await open('three', 40);
    const refused = await election('edit', 'three', '--json', await file(before));
    expect(refused).toMatchObject({ code: 1, said: '' });
    expect(refused.complained).toMatch(/^There is no three in this file: /);
  });

  test('an edit with anything wrong in it changes nothing, and says why', async () => {
    await open('one', 20);
    const before = await all();
    const late = await election('edit', 'one', '--region', 'Kota Contoh', '--quiet-to', inDays(20));
    expect(late).toMatchObject({ code: 1, said: '', complained: 'Masa tenang must end before voting day.\n' });
    const wrong = await election('edit', 'one', '--region', 'Kota Contoh', '--voting-day', '2031-02-31', '--year', 'x');
    expect(wrong.complained.trim().split('\n').sort()).toEqual([
      '--voting-day: write a date that exists, such as 2029-02-14.',
      '--year: write the year with four digits.',
    ]);
    const path = await file({ region: 'Kota Contoh', more: 1 });
    expect((await election('edit', 'one', '--json', path)).complained).toBe('more: there is no such field.\n');
    const renamed = await election('edit', 'one', '--id', 'two', '--region', 'Kota Contoh');
    expect(renamed).toMatchObject({ code: 1, complained: expect.stringMatching(/^The ID one cannot be changed/) });
    const unknown = await election('edit', 'two', '--region', 'Kota Contoh');
    expect(unknown).toMatchObject({ code: 1, complained: 'There is no election with the ID two.\n' });
    expect(await all()).toBe(before);
  });

  test('what stands in the text that somebody confirmed is not changed any more', async () => {
    await open('one', 20);
    await open('two', 30);
    await writeRoster(database.db, KEYS, ROSTER);
    await pledgeOf(database.db, ROSTER[0].nip, 'pledge', 'one');
    const before = await shown('one');
    for (const change of [
      ['--event', 'Pemilihan Lain'],
      ['--year', '2040'],
    ]) {
      const refused = await election('edit', 'one', '--region', 'Kota Contoh', ...change);
      expect(refused).toMatchObject({ code: 1, said: '' });
      expect(refused.complained).toMatch(/^Somebody has pledged for one\. Its event and year cannot be changed/);
      expect(await election('edit', 'two', ...change)).toMatchObject({ code: 0 });
    }
    expect(await shown('one')).toBe(before);
    expect(await election('edit', 'one', '--name', 'PSU Satu')).toMatchObject({ code: 0 });
  });

  test('of two edits at once none undoes the other unseen', async () => {
    await open('one', 20);
    const edits = [
      ['--region', 'Kota Contoh'],
      ['--pledge-closes', inDays(15)],
      ['--legal', 'SKB 2/2022'],
      ['--day-counting', 'working'],
    ];
    const ran = await Promise.all(edits.map((change) => election('edit', 'one', ...change)));
    const after = (await election('show', 'one')).said;
    for (const [n, { code, complained }] of ran.entries()) {
      if (code === 0) expect(after).toContain(edits[n]?.[1]);
      else expect(complained).toMatch(/^Somebody else has just changed the election one\./);
    }
    expect(ran.some(({ code }) => code === 0)).toBe(true);
  });

  refusedWork({ election, open, shown });
  closingWork({ election, open, shown, states });
  documentsWork({ database: () => database, election, open, shown, file });
}
