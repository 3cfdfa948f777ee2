/** What the commands do, on whichever database `environment` names. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cachedCalendar } from '../../src/conversation/calendar.ts';
import { openDatabase, type PrismaClient } from '../../src/storage/db.ts';
import { listDocuments } from '../../src/storage/documents.ts';
import { listElections } from '../../src/storage/elections.ts';
import { type Cli, cliOf, type Ran } from '../support/cli.ts';
import { pledgeOf } from './pledge-of.ts';

const ROSTER = [
  'NIP;Nama;OPD;No. HP',
  '198603222010012001;Sari Contoh;Dinas Kesehatan;081200000001',
  '197911052005011003;Budi Contoh;Kecamatan Klojen;',
];
const MARKED = ['198603222010012001', 'Sari Contoh', '81200000001', '197911052005011003'];

/** @param environment resolved before the first command runs */
export function commandsWork(environment: () => Promise<Record<string, string>>): void {
  let folder: string;
  let cli: Cli;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ikrar-cli-'));
    cli = cliOf({ DATA_DIR: join(folder, 'data'), ...(await environment()) });
  });
  afterAll(() => rm(folder, { recursive: true }));

  const file = async (name: string, content: string | readonly string[]): Promise<string> => {
    await writeFile(join(folder, name), typeof content === 'string' ? content : content.join('\n'));
    return join(folder, name);
  };
  /** What the bot would do beside the commands. */
  const beside = async <T>(work: (db: PrismaClient) => Promise<T>): Promise<T> => {
    const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir = join(folder, 'data') } = await environment();
    const { db, close } = await openDatabase({ databaseUrl, dataDir, role: 'command' });
    return work(db).finally(close);
  };
  const silent = (ran: Ran): void => {
    for (const marked of MARKED) expect(ran.said + ran.complained).not.toContain(marked);
    expect(ran.complained).not.toMatch(/\n\s+at |node:internal/);
  };

  test('a roster is imported, again without a change, and its faults are named without what the cells say', async () => {
    const path = await file('asn.csv', ROSTER);
    const first = await cli('roster', 'import', path, '--lang', 'en');
    expect(first).toMatchObject({
      code: 0,
      said: '2 people added, 0 updated, 0 unchanged; 0 rows with faults left out.\n',
    });
    expect(first.complained).toBe('2 of 2 rows\n');
    const again = await cli('roster', 'import', path, '--lang', 'en');
    expect(again).toMatchObject({
      code: 0,
      said: '0 people added, 0 updated, 2 unchanged; 0 rows with faults left out.\n',
    });

    const bad = await file('bad.csv', [
      ...ROSTER,
      '"1,98E+17";Tiga;Dinas Kesehatan;',
      '198603222010012001;Sari Contoh;X Y;',
    ]);
    const partly = await cli('roster', 'import', bad, '--lang', 'en');
    expect(partly).toMatchObject({
      code: 1,
      said: '0 people added, 0 updated, 2 unchanged; 2 rows with faults left out.\n',
    });
    expect(partly.complained).toContain('Row 4, column «NIP»: Excel turned the NIP');
    expect(partly.complained).toContain('Row 5, column «NIP»: row 2 already has this NIP.');
    [first, again, partly].map(silent);
  });

  test('of several columns that could be meant one is taken and named; where none is better, all are named', async () => {
    const [titles = '', ...people] = ROSTER;
    const two = await file('two.csv', [`${titles};Unit Kerja`, ...people.map((row) => `${row};Bagian Umum`)]);
    const taken = await cli('roster', 'import', two, '--lang', 'en');
    expect(taken).toMatchObject({
      code: 0,
      said: '0 people added, 0 updated, 2 unchanged; 0 rows with faults left out.\n',
    });
    expect(taken.complained).toContain('Column opd: took «OPD», not «Unit Kerja».\n');
    const equal = await cli('roster', 'import', await file('equal.csv', `${titles};OPD\n`), '--lang', 'en');
    expect(equal).toMatchObject({ code: 1, said: '' });
    expect(equal.complained).toContain('Several columns could be opd: «OPD», «OPD».');
    [taken, equal].map(silent);
  });

  test('with --strict nothing is imported when a row is wrong', async () => {
    const path = await file('strict.csv', [
      ...ROSTER,
      '199001012020122003;Tutik Contoh;Dinas Kesehatan;',
      'x;y z;w v;',
    ]);
    const strict = await cli('roster', 'import', path, '--strict');
    expect(strict).toMatchObject({ code: 1, said: '' });
    expect(strict.complained).toContain('tidak ada yang disimpan');
    expect((await cli('roster', 'import', path, '--lang', 'en')).said).toContain('1 person added,');
  });

  test('codes are made for those who have none, in a sheet that only its owner may read', async () => {
    const out = join(folder, 'slips.pdf');
    const made = await cli('roster', 'codes', '--out', out, '--opd', ' dinas  kesehatan', '--lang', 'en');
    expect(made).toMatchObject({ code: 0 });
    expect(made.said).toContain('2 slips for 1 office written to');
    silent(made);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect((await readFile(out)).subarray(0, 5).toString()).toBe('%PDF-');
    const again = await cli('roster', 'codes', '--out', out, '--lang', 'en');
    expect(again).toMatchObject({ code: 1, said: '' });
    expect(again.complained).toContain('already exists');
    const rest = await cli('roster', 'codes', '--out', join(folder, 'rest.pdf'), '--lang', 'en');
    expect(rest.said).toContain('1 slip for 1 office written to');
    const none = await cli('roster', 'codes', '--out', join(folder, 'none.pdf'), '--lang', 'en');
    expect(none).toMatchObject({ code: 0, said: 'Everybody has an activation code already.\n' });
    const unknown = await cli(
      'roster',
      'codes',
      '--out',
      join(folder, 'none.pdf'),
      '--opd',
      'Dinas Lain',
      '--lang',
      'en',
    );
    expect(unknown).toMatchObject({ code: 1, complained: 'The roster has no office called Dinas Lain.\n' });
    expect(existsSync(join(folder, 'none.pdf'))).toBe(false);
  });

  test('an election is added by flags or from a file, listed and shown; what is wrong with it is said', async () => {
    const flags = ['--kind', 'pilkada', '--region', 'Kota Malang', '--voting-day', '2031-11-26', '--lang', 'en'];
    const added = await cli('election', 'add', ...flags, '--pledge-opens', '2031-10-01', '--legal', 'UU 10/2016');
    expect(added).toMatchObject({ code: 0, said: 'Added the election pilkada-2031: Pemilihan Serentak 2031.\n' });
    expect(await cli('election', 'add', ...flags, '--pledge-opens', '2031-10-01')).toMatchObject({ code: 1 });
    expect((await cli('election', 'list')).said).toMatch(/pilkada-2031 +2031-11-26 +belum dibuka/);
    const shown = (await cli('election', 'show', 'pilkada-2031')).said;
    expect(shown).toMatch(/quietFrom +2031-11-23\nquietTo +2031-11-25/);
    expect(shown).toMatch(/legal +UU 10\/2016/);
    expect(await cli('election', 'show', 'nothing')).toMatchObject({ code: 1 });

    const late = await cli('election', 'add', ...flags, '--pledge-opens', '2031-12-01', '--quiet-to', '2031-11-26');
    expect(late.code).toBe(1);
    expect(late.complained).toBe('Masa tenang must end before voting day.\nThe pledge closes before it opens.\n');
    const path = await file(
      'election.json',
      JSON.stringify({ kind: 'pemilu', year: 'x', votingDay: '2029-02-31', more: 1 }),
    );
    const wrong = await cli('election', 'add', '--json', path, '--lang', 'en');
    expect(wrong.complained.trim().split('\n').sort()).toEqual([
      'more: there is no such field.',
      'pledgeOpens: is missing.',
      'region: is missing.',
      'votingDay: write a date that exists, such as 2029-02-14.',
      'year: write the year with four digits.',
    ]);
  });

  test('a pakta is added as a version of its own; the official ikrar is there', async () => {
    const pakta = { title: 'PAKTA', opening: 'Saya', points: ['satu', 'dua'], closing: 'Demikian' };
    const path = await file('pakta.json', `\uFEFF${JSON.stringify(pakta)}`);
    const add = ['document', 'add', '--kind', 'pakta', '--lang', 'en', '--json'] as const;
    expect((await cli(...add, path)).said).toMatch(/^Added the document pakta-1\. SHA-256: [0-9a-f]{64}\n$/);
    expect((await cli(...add, path)).said).toContain('pakta-2');
    expect(await cli(...add, path, '--election', 'nothing')).toMatchObject({ code: 1 });
    expect((await cli('document', 'list')).said).toMatch(/ikrar-1.*\npakta-2.*\npakta-1/);
    expect((await cli('document', 'show', 'pakta-1')).said).toContain('2. dua');

    const filled = (await cli('document', 'show', 'ikrar-1', '--election', 'pilkada-2031')).said;
    const [words = '', hash] = filled.split('\n\n');
    expect(words).toMatch(/^IKRAR .* PADA PEMILIHAN SERENTAK TAHUN 2031\n/);
    expect(hash).toBe(`SHA-256 ${createHash('sha256').update(words).digest('hex')}\n`);
    const confirmed = await beside(async (db) => {
      const calendar = cachedCalendar({ elections: () => listElections(db), documents: () => listDocuments(db) });
      const { elections, document } = await calendar();
      const election = elections.find((one) => one.id === 'pilkada-2031');
      return election && document('ikrar', election);
    });
    expect(hash).toBe(`SHA-256 ${confirmed?.ref.sha256}\n`);
    const template = await cli('document', 'show', 'ikrar-1', '--lang', 'en');
    expect(template.said).toContain('{PERISTIWA}');
    expect(template.complained).toContain('--election ID');
    const elsewhere = await cli('document', 'show', 'ikrar-1', '--election', 'nothing');
    expect(elsewhere).toMatchObject({ code: 1, said: '' });
    const wrong = await file('wrong.json', JSON.stringify({ ...pakta, points: ['satu', ''], title: undefined }));
    const refused = await cli(...add, wrong);
    expect(refused).toMatchObject({ code: 1, complained: 'title: is missing.\npoints 2: is missing.\n' });
    expect((await cli(...add, await file('no.json', '{'))).complained).toContain('not valid JSON');
  });

  test('a document that no certificate could show, or with placeholders that mean nothing, is refused', async () => {
    const pakta = { title: 'PAKTA', opening: 'Saya', points: ['satu'], closing: 'Demikian' };
    const add = ['document', 'add', '--kind', 'pakta', '--lang', 'en', '--json'] as const;
    const before = (await cli('document', 'list')).said;
    const long = { ...pakta, points: Array.from({ length: 20 }, () => 'kata '.repeat(599)) };
    expect(await cli(...add, await file('long.json', JSON.stringify(long)))).toMatchObject({
      code: 1,
      complained: expect.stringMatching(/^This document is too long\. The certificate of Pemilihan Serentak/),
    });
    const odd = { ...pakta, opening: 'Saya, {nama}, pada {peristiwa} {tahun}:', closing: '{Peristiwa} {nama}' };
    expect(await cli(...add, await file('odd.json', JSON.stringify(odd)))).toMatchObject({
      code: 1,
      complained: expect.stringMatching(/^Unknown: \{nama\} \{Peristiwa\}\. Only \{peristiwa\}/),
    });
    expect((await cli('document', 'list')).said).toBe(before);
    const fine = { ...pakta, points: Array.from({ length: 20 }, () => 'Menjaga netralitas pada {PERISTIWA} {TAHUN}.') };
    expect(await cli(...add, await file('fine.json', JSON.stringify(fine)))).toMatchObject({ code: 0 });
  });

  test('pledges are listed; what does not exist is neither confirmed nor withdrawn', async () => {
    expect(await cli('pledge', 'list')).toMatchObject({ code: 0, said: '', complained: 'Tidak ada.\n' });
    expect(await cli('pledge', 'list', '--opd', 'Dinas Lain')).toMatchObject({ code: 1, said: '' });
    expect(await cli('pledge', 'confirm', 'x')).toMatchObject({ code: 1, said: '' });
    expect(await cli('pledge', 'withdraw', 'x')).toMatchObject({ code: 1, said: '' });
  });

  test('a pledge that waits is listed and confirmed, and one is withdrawn', async () => {
    await beside((db) => pledgeOf(db, '198603222010012001', 'waits', 'pilkada-2031'));
    const listed = await cli('pledge', 'list', '--opd', 'dinas kesehatan', '--lang', 'en');
    expect(listed).toMatchObject({ code: 0, complained: '1 pledge.\n' });
    expect(listed.said).toMatch(/^waits +pilkada-2031 +1986\*{8}2001 +Sari Contoh +Dinas Kesehatan +17 November 2026/);
    const confirmed = await cli('pledge', 'confirm', 'waits', '--lang', 'en');
    expect(confirmed).toEqual({ code: 0, said: 'Confirmed the pledge waits.\n', complained: '' });
    expect((await cli('pledge', 'list', '--status', 'valid')).said).toContain('waits');
    const again = await cli('pledge', 'confirm', 'waits', '--lang', 'en');
    expect(again).toMatchObject({ code: 1, complained: 'The pledge waits does not await verification.\n' });

    const withdrawn = await cli('pledge', 'withdraw', 'waits', '--lang', 'en');
    expect(withdrawn).toMatchObject({ code: 0, said: expect.stringMatching(/^Withdrew the pledge waits\./) });
    expect((await cli('pledge', 'list', '--status', 'withdrawn', '--lang', 'en')).complained).toBe('1 pledge.\n');
    expect((await cli('pledge', 'list', '--status', 'valid')).said).toBe('');
    [confirmed, again, withdrawn].map(silent);
  });

  test('another secret than the one the data was written with changes nothing', async () => {
    const other = cliOf({
      DATA_DIR: join(folder, 'data'),
      ...(await environment()),
      IKRAR_SECRET: 'another secret, just as long as the first one',
    });
    const refused = await other('roster', 'import', join(folder, 'asn.csv'), '--lang', 'en');
    expect(refused).toMatchObject({ code: 1, said: '' });
    expect(refused.complained).toContain('IKRAR_SECRET is not the one');
  });
}
