/** What officers do with reports on the terminal, on whichever database `stage` opens: filed in a chat, opened on a disk. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeIdentity, recipientOf, sealTo } from '../../src/secrecy/age.ts';
import { identityFile } from '../../src/secrecy/identity-file.ts';
import { fingerprintOf } from '../../src/secrecy/unit-key.ts';
import { temporaryFolder } from '../documents/support.ts';
import { type Cli, cliOf } from '../support/cli.ts';
import type { TestDatabase } from '../support/database.ts';
import { MARKED_CAMERA, photo, Reporting } from '../support/reporting.ts';
import { fillDatabase } from '../support/roster.ts';
import { EPOCHS, SECRET } from '../support/shell.ts';

export interface Stage {
  readonly database: TestDatabase;
  /** Settings that lead a command to the same database. */
  readonly settings: Readonly<Record<string, string>>;
}

const ACCOUNT = 'Camat membagi <kaus> di balai desa.\nStatus: Selesai\n\u202eTerbalik & "dikutip"';
const RECORDING = Buffer.concat([
  Buffer.from('%PDF-1.7\n'),
  Buffer.alloc(700_000, 'rekaman '),
  Buffer.from('\n%%EOF\n'),
]);
const LINK = 'https://contoh.test/unggahan/1';

export function reportsWork(open: () => Promise<Stage>): void {
  const folder = temporaryFolder();
  const at = (...names: readonly string[]): string => join(folder.path, ...names);
  const text = (...names: readonly string[]): string => readFileSync(at(...names), 'utf8');
  let stage: Stage;
  let desk: Reporting;
  let settings: Record<string, string>;
  let cli: Cli;
  let picture: Buffer;
  let code: string;
  let id: string;

  beforeAll(async () => {
    stage = await open();
    await fillDatabase(stage.database.db);
    desk = await Reporting.open(stage.database);
    desk.now = Date.now();
    settings = { ...stage.settings, IKRAR_SECRET: SECRET, EPOCH_DIR: EPOCHS };
    cli = cliOf(settings);
    picture = await photo();
    writeFileSync(at('kunci.txt'), identityFile(desk.identity, ['kunci unit']), { mode: 0o600 });
  });
  afterAll(async () => {
    await desk.close();
    await stage.database.close();
    folder.remove();
  });
  const { says, taps } = {
    says: (...words: readonly string[]) => desk.says('reporter', ...words),
    taps: (...choices: readonly string[]) => desk.taps('reporter', ...choices),
  };
  const rename = async (to: string): Promise<void> => {
    const { db } = stage.database;
    await db.report.updateMany({ data: { id: to } });
    await db.evidence.updateMany({ data: { reportId: to } });
  };
  const report = (...args: readonly string[]) => cli('report', ...args, '--lang', 'en');

  test('a report that waits is counted, and taken in by force', async () => {
    await says('/lapor');
    await taps('full', 'medsos');
    await says('Klojen', 'Kauman', 'Camat Contoh');
    await taps('pns', 'leader');
    await says(ACCOUNT, 'kemarin jam 9 malam');
    await taps('same', 'original');
    await desk.sends('reporter', picture, { words: 'Camat\n  3. <palsu>' });
    await says(LINK);
    await desk.sends('reporter', RECORDING);
    await taps('done');
    await says('Saksi: ada.');
    await taps('file');
    code = desk.code('reporter');

    const waits = await report('list');
    expect(waits).toMatchObject({ code: 0, said: '' });
    expect(waits.complained).toMatch(
      /^There are no reports\.\n1 item \(a report, a letter or a withdrawal\) still waits\./,
    );
    expect(await report('sweep')).toMatchObject({ code: 0, said: 'Items taken in: 1, new reports among them: 1.\n' });
    expect(await report('sweep')).toMatchObject({ code: 0, said: 'Nothing waits to be taken in.\n' });
  });

  test('the list says what stands in the clear, and no more', async () => {
    const { said, complained } = await report('list');
    const [head = '', row = ''] = said.split('\n');
    expect(head).toMatch(/^ID +About +Area +Status +Received +Left +Evidence +Letters$/);
    expect(row).toMatch(/^\S{16} +Social media.* +Klojen +diterima +.*\d\d[:.]00 WIB +[56] days +2 +0$/);
    expect(complained).toBe('Nothing waits to be taken in.\n');
    for (const secret of ['Camat', 'Kauman', 'Saksi', LINK]) expect(said).not.toContain(secret);
    // One id in 64 begins so.
    id = `-${(row.split(' ')[0] ?? '').slice(1)}`;
    await rename(id);
    expect((await report('list', '--status', 'diterima')).said).toContain(id);
    expect(await report('list', '--status', 'selesai')).toMatchObject({ code: 0, said: '' });
    expect(await report('list', '--status', 'hilang')).toMatchObject({ code: 2 });
  });

  test('an officer asks, the reporter reads it with the code, and answers with words and evidence', async () => {
    const asked = await report('ask', id, 'Di balai desa <mana>, dan siapa & saksinya?');
    expect(asked).toMatchObject({ code: 0, complained: '' });
    const piped = await cliOf(settings, 'Baris satu.\r\nBaris dua.\n')('report', 'ask', id);
    expect(piped.code).toBe(0);
    await desk.says('reader', `status ${code}`);
    expect(desk.told('reader')).toContain('Di balai desa &lt;mana&gt;, dan siapa &amp; saksinya?');
    expect(desk.told('reader')).toContain('Baris satu.\nBaris dua.');
    const letters = await stage.database.db.letter.findMany();
    for (const letter of letters) {
      expect(letter).toMatchObject({ author: 'officer', announced: false });
      expect(letter.writtenAt.getTime() % 3_600_000).toBe(0);
      // Padded: two letters of different length look alike.
      expect(letter.body).toHaveLength(letters[0]?.body.length ?? 0);
    }

    await desk.taps('reader', 'write');
    await desk.says('reader', 'Balai desa Contoh.\nSaksi: Bu Contoh.');
    await desk.taps('reader', 'add');
    await desk.sends('reader', picture);
    await desk.taps('reader', 'done');
    expect((await report('sweep')).said).toBe('Items taken in: 2, new reports among them: 0.\n');
    expect((await report('list')).said).toMatch(/ 3 +4\n$/);
  });

  test('the key opens the report: every answer and every byte comes back, in files that only their owner reads', async () => {
    const exported = await report('export', id, '--identity', at('kunci.txt'), '--out', at('open'));
    expect(exported).toMatchObject({ code: 0, complained: '' });
    expect(exported.said).toContain(`The report ${id} is open in ${at('open')}.`);
    expect(readdirSync(at('open')).sort()).toEqual([
      'bukti-01-asli.bin',
      'bukti-01.jpg',
      'bukti-03.pdf',
      'bukti-04.jpg',
      'laporan.json',
      'laporan.txt',
      'surat-01.json',
      'surat-02.json',
    ]);
    expect(statSync(at('open')).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(at('open'))) expect(statSync(at('open', name)).mode & 0o777, name).toBe(0o600);

    const body = JSON.parse(text('open', 'laporan.json'));
    expect(body).toMatchObject({
      version: 1,
      category: 'medsos',
      area: 'Klojen',
      village: 'Kauman',
      reported: 'Camat Contoh',
      kind: 'pns',
      role: 'leader',
      account: ACCOUNT,
      happened: { time: '21:00' },
      more: 'Saksi: ada.',
      evidence: [{ piece: { cleaned: true } }, { link: LINK }, { piece: { cleaned: false, extension: 'pdf' } }],
    });
    expect(readFileSync(at('open', 'bukti-01-asli.bin')).equals(picture)).toBe(true);
    const clean = readFileSync(at('open', 'bukti-01.jpg'));
    expect(await sharp(clean).metadata()).toMatchObject({ width: 40, height: 30, format: 'jpeg' });
    expect(clean.includes(MARKED_CAMERA)).toBe(false);
    expect(readFileSync(at('open', 'bukti-03.pdf')).equals(RECORDING)).toBe(true);
    expect(readFileSync(at('open', 'bukti-04.jpg')).equals(clean)).toBe(true);
    const sent = ['surat-01.json', 'surat-02.json'].map((name) => JSON.parse(text('open', name)));
    expect(sent.map((letter) => letter.text).sort()).toEqual(['', 'Balai desa Contoh.\nSaksi: Bu Contoh.']);
    expect(sent.flatMap((letter) => letter.evidence)).toMatchObject([{ piece: { cleaned: true } }]);
  });

  test('without a folder it makes one where one stands, over no other, and says which', async () => {
    const key = ['--identity', at('kunci.txt')] as const;
    const here = cliOf(settings, '', folder.path);
    const first = await here('report', 'export', id, ...key, '--lang', 'en');
    expect(first).toMatchObject({ code: 0, complained: '' });
    expect(first.said).toContain(`is open in ${at(`laporan-${id}`)}.`);
    const second = await here('report', 'export', id, ...key, '--lang', 'en');
    expect(second.said).toContain(`is open in ${at(`laporan-${id}-2`)}.`);
    for (const name of [`laporan-${id}`, `laporan-${id}-2`]) {
      expect(text(name, 'laporan.json')).toBe(text('open', 'laporan.json'));
      expect(statSync(at(name)).mode & 0o777).toBe(0o700);
      expect(statSync(at(name, 'laporan.txt')).mode & 0o777).toBe(0o600);
    }
    const sealed = await here('report', 'export', id, '--sealed', '--lang', 'en');
    expect(sealed.said).toContain(`is in ${at(`laporan-${id}-tersegel`)}, sealed.`);
    const unknown = await here('report', 'export', '../../x', ...key, '--lang', 'en');
    expect(unknown).toMatchObject({ code: 1, said: '' });
  });

  test('it can be read and printed, and nothing that a reporter wrote passes for a line of ours', async () => {
    await cli('report', 'export', id, '--identity', at('kunci.txt'), '--out', at('baca'));
    const words = text('baca', 'laporan.txt');
    for (const line of [
      `LAPORAN ${id}`,
      'Unit: Bawaslu Contoh',
      'Status saat dibuka: Diterima',
      'Jenis: Medsos dan grup WA',
      'Wilayah: Klojen',
      'Terlapor: Camat Contoh',
      'Terlapor adalah: PNS',
      'Uraian kejadian:\n  Camat membagi <kaus> di balai desa.\n  Status: Selesai\n  Terbalik & "dikutip"',
      'Tambahan:\n  Saksi: ada.',
      '  1. bukti-01.jpg · foto · dibersihkan; yang dihapus: waktu dan model kamera',
      '     bukti-01-asli.bin · aslinya, BELUM DIBERSIHKAN\n     keterangan pelapor: Camat   3. <palsu>\n',
      `  2. tautan: ${LINK}`,
      '  3. bukti-03.pdf · dokumen · BELUM DIBERSIHKAN: dapat menyebut orang, tempat, dan waktu',
      '\n  Balai desa Contoh.\n  Saksi: Bu Contoh.',
      '  4. bukti-04.jpg · foto',
      'Surat petugas: 2. Terkunci untuk pelapor',
    ]) {
      expect(words).toContain(line);
    }
    expect(words.match(/^Status/gm)).toHaveLength(1);
    expect(words).not.toMatch(/[\u202a-\u202e]|\n\n\n/);
  });

  test('the key in the database opens it too, with the passphrase of the unit', async () => {
    const wrong = await cliOf(settings, 'K7QM-2XPD-9RTN-4HVE')(
      'report',
      'export',
      id,
      '--passphrase',
      '--out',
      at('no'),
    );
    expect(wrong).toMatchObject({ code: 1, said: '', complained: 'Kata sandi itu tidak membuka kunci unit ini.\n' });
    const none = await cliOf(settings, 'rahasia')('report', 'export', id, '--passphrase', '--out', at('no'));
    expect(none.complained).toContain('Itu bukan kata sandi kunci.');
    const right = cliOf(settings, `${desk.passphrase.toLowerCase()}\n`);
    expect(await right('report', 'export', id, '--passphrase', '--out', at('pass'))).toMatchObject({ code: 0 });
    expect(text('pass', 'laporan.json')).toBe(text('open', 'laporan.json'));
    expect(existsSync(at('no'))).toBe(false);
  });

  test('another key is said to be another, and what is no key to be none; nothing is written', async () => {
    const other = await makeIdentity();
    writeFileSync(at('lain.txt'), identityFile(other, []));
    writeFileSync(at('bukan.txt'), 'rahasia\n');
    const refused = await report('export', id, '--identity', at('lain.txt'), '--out', at('no'));
    expect(refused).toMatchObject({ code: 1, said: '' });
    expect(refused.complained).toBe(
      `This key is not that of Bawaslu Contoh. Fingerprint of this key: ${fingerprintOf(await recipientOf(other))}. ` +
        `Fingerprint of the unit's: ${fingerprintOf(await recipientOf(desk.identity))}.\n`,
    );
    const none = await report('export', id, '--identity', at('bukan.txt'), '--out', at('no'));
    expect(none).toMatchObject({ code: 1, said: '' });
    expect(none.complained).toContain('AGE-SECRET-KEY-1');
    const gone = await report('export', id, '--identity', at('nowhere.txt'), '--out', at('no'));
    expect(gone.complained).toContain('No such file');
    const unknown = await report('export', 'x', '--identity', at('kunci.txt'), '--out', at('no'));
    expect(unknown.complained).toBe('There is no report with the ID x.\n');
    expect(existsSync(at('no'))).toBe(false);
    const there = await report('export', id, '--identity', at('kunci.txt'), '--out', at('open'));
    expect(there).toMatchObject({ code: 1, said: '' });
    expect(there.complained).toContain('already exists');
    expect(readdirSync(at('open'))).toHaveLength(8);
  });

  test('sealed it takes no key, and names each piece as the report does', async () => {
    const sealed = await report('export', id, '--sealed', '--out', at('sealed'));
    expect(sealed).toMatchObject({ code: 0, complained: '' });
    const pieces = await stage.database.db.evidence.findMany();
    expect(readdirSync(at('sealed')).sort()).toEqual(
      [
        'laporan.age',
        'petunjuk.txt',
        'surat-01.age',
        'surat-02.age',
        ...pieces.map((one) => `bukti-${one.id}.age`),
      ].sort(),
    );
    expect(text('sealed', 'petunjuk.txt')).toContain('age -d -i kunci.txt -o laporan.json laporan.age');
    for (const name of readdirSync(at('sealed'))) {
      expect(statSync(at('sealed', name)).mode & 0o777, name).toBe(0o600);
      if (name.endsWith('.age')) expect(text('sealed', name)).toMatch(/^age-encryption\.org\/v1\n-> X25519 /);
    }
  });

  test('with the root secret lost it is listed, exported sealed and opened with the key on paper; the passphrase needs it', async () => {
    const lost = cliOf({ ...stage.settings, IKRAR_SECRET: '' });
    expect((await lost('report', 'list')).said).toContain(id);
    expect(await lost('report', 'export', id, '--sealed', '--out', at('lost-sealed'))).toMatchObject({ code: 0 });
    expect(readFileSync(at('lost-sealed', 'laporan.age')).equals(readFileSync(at('sealed', 'laporan.age')))).toBe(true);
    expect(readdirSync(at('lost-sealed'))).toEqual(readdirSync(at('sealed')));
    const opened = await lost('report', 'export', id, '--identity', at('kunci.txt'), '--out', at('lost'));
    expect(opened).toMatchObject({ code: 0, complained: '' });
    expect(text('lost', 'laporan.json')).toBe(text('open', 'laporan.json'));
    const another = cliOf({ ...settings, IKRAR_SECRET: 'another root secret that nobody ever used' }, desk.passphrase);
    const refused = await another('report', 'export', id, '--passphrase', '--out', at('no'), '--lang', 'en');
    expect(refused).toMatchObject({ code: 1, said: '' });
    expect(refused.complained).toContain('IKRAR_SECRET');
    expect(existsSync(at('no'))).toBe(false);
  });

  test('a piece that is missing, cut off, or named by nobody is said; the others are there', async () => {
    const { db } = stage.database;
    const body = JSON.parse(text('open', 'laporan.json'));
    const [photograph, , recording] = body.evidence;
    await db.evidence.delete({ where: { id: photograph.original } });
    await db.evidencePart.deleteMany({ where: { evidenceId: recording.id, n: 1 } });
    await db.evidence.create({
      data: { id: 'stray', role: 'clean', reportId: id, parts: { create: { n: 0, bytes: new Uint8Array(400) } } },
    });
    const partly = await report('export', id, '--identity', at('kunci.txt'), '--out', at('partly'));
    expect(partly.code).toBe(1);
    expect(partly.complained.split('\n').filter(Boolean).sort()).toEqual([
      'bukti-01-asli.bin: this piece of evidence is not in the database.',
      'bukti-03.pdf: this piece of evidence is damaged, or sealed to another key.',
      'bukti-05.bin: this piece of evidence is damaged, or sealed to another key.',
    ]);
    expect(readdirSync(at('partly')).filter((name) => name.startsWith('bukti'))).toEqual([
      'bukti-01.jpg',
      'bukti-04.jpg',
    ]);
    expect(text('partly', 'laporan.txt')).toContain('3. bukti-03.pdf · DAMAGED, or sealed to another key · document');
    await db.evidence.delete({ where: { id: 'stray' } });
  });

  test('a status is set, shown coarsely to the reporter, and counts from today', async () => {
    await stage.database.db.report.update({ where: { id }, data: { statusOn: new Date('2026-01-01') } });
    expect(await report('status', id, 'diterima')).toMatchObject({ code: 1, said: '' });
    expect(await report('status', id, 'rekomendasi')).toMatchObject({
      code: 0,
      said: `Report ${id}: Recommendation.\n`,
    });
    const { statusOn } = await stage.database.db.report.findUniqueOrThrow({ where: { id } });
    expect(statusOn.toISOString().slice(0, 10)).toBe(new Date().toISOString().slice(0, 10));
    await desk.says('reader-2', `status ${code}`);
    expect(desk.told('reader-2')).toContain('Ditindaklanjuti');
    expect(await report('status', id, 'lost')).toMatchObject({ code: 2 });
    const withdrawn = await report('status', id, 'dicabut');
    expect(withdrawn).toMatchObject({ code: 1, said: '' });
    expect(withdrawn.complained).toContain('Only the reporter');
    for (const args of [
      ['status', 'x', 'triase'],
      ['ask', 'x', 'Halo'],
    ] as const) {
      expect(await report(...args)).toMatchObject({ code: 1, complained: 'There is no report with the ID x.\n' });
    }
    expect(await report('ask', id, ' \n ')).toMatchObject({ code: 2 });
    expect(await report('ask', id, 'a'.repeat(4001))).toMatchObject({ code: 1 });
  });

  test('of a report that was withdrawn nothing is opened, asked or changed', async () => {
    await desk.taps('reader-2', 'withdraw', 'yes');
    await report('sweep');
    const refused = `The report ${id} was withdrawn by its reporter: what it said is erased, and nothing more can be done.\n`;
    for (const args of [
      ['export', id, '--identity', at('kunci.txt'), '--out', at('withdrawn')],
      ['export', id, '--sealed', '--out', at('withdrawn')],
      ['ask', id, 'Halo'],
      ['status', id, 'triase'],
    ]) {
      expect(await report(...args)).toEqual({ code: 1, said: '', complained: refused });
    }
    expect(existsSync(at('withdrawn'))).toBe(false);
    expect(await stage.database.db.letter.count()).toBe(0);
  });

  test('with the epoch keys of another service nothing is swept; in production only when it must be now', async () => {
    await desk.says('second', '/lapor');
    await desk.taps('second', 'brief');
    await desk.says('second', ACCOUNT, 'daring', LINK);
    await desk.taps('second', 'done', 'file');
    const elsewhere = await cliOf({ ...settings, EPOCH_DIR: at('no-epochs') })('report', 'sweep', '--lang', 'en');
    expect(elsewhere).toMatchObject({ code: 1, said: '' });
    expect(elsewhere.complained).toContain('1 item cannot be read with the keys in EPOCH_DIR');
    expect(existsSync(at('no-epochs'))).toBe(false);
    expect(await stage.database.db.intake.count()).toBe(1);

    const production = cliOf({
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
      PUBLIC_URL: 'https://ikrar.example',
      ...settings,
      NODE_ENV: 'production',
    });
    const why = await production('report', 'sweep', '--lang', 'en');
    expect(why).toMatchObject({ code: 1, said: '' });
    expect(why.complained).toContain('wait up to 45 minutes on purpose');
    expect(await report('sweep', '--now')).toMatchObject({ code: 0 });

    const brief = (await report('list', '--status', 'diterima')).said.split('\n')[1] ?? '';
    expect(brief).toMatch(/Other.* +on the internet +diterima .* – +0 +0$/);
    await report('export', brief.split(' ')[0] ?? '', '--identity', at('kunci.txt'), '--out', at('brief'));
    expect(text('brief', 'laporan.txt')).toContain(`A short report`);
    expect(text('brief', 'laporan.txt')).toContain(`Area: on the internet\nLink: ${LINK}\n`);
    expect(text('brief', 'laporan.txt')).toMatch(/\nEvidence: none\.\n$/);
  });

  test('what a body says is not believed: no path of its own, no piece of another report, no shape we do not know', async () => {
    const { db } = stage.database;
    const recipient = await recipientOf(desk.identity);
    const unit = await db.unit.findFirstOrThrow();
    const add = async (name: string, told: unknown): Promise<void> => {
      const body = new Uint8Array(await sealTo(recipient, Buffer.from(JSON.stringify(told))));
      const clear = { category: 'baru', area: '<b>x</b>', role: 'neither', lane: 'normal', status: 'baru' };
      const days = { receivedAt: new Date(), statusOn: new Date() };
      const lookup = new Uint8Array(Buffer.from(name));
      await db.report.create({
        data: { id: name, lookup, unitId: unit.id, reporter: recipient, body, ...clear, ...days },
      });
    };
    const keep = (pieceId: string, reportId: string, bytes: Uint8Array) =>
      db.evidence.create({
        data: { id: pieceId, role: 'clean', reportId, parts: { create: { n: 0, bytes: new Uint8Array(bytes) } } },
      });
    const piece = { kind: 'photo', type: 'image/jpeg', extension: '/../../x', cleaned: true, removed: [] };
    const evidence = ['own', 'foreign', 'own'].map((one) => ({ id: one, piece }));
    await add('hostile', { ...JSON.parse(text('open', 'laporan.json')), category: 'baru', evidence });
    await add('newer', { version: 2, words: 'lain' });
    await keep('own', 'hostile', await sealTo(recipient, Buffer.from('own')));
    await keep('foreign', 'newer', await sealTo(recipient, Buffer.from('foreign')));

    expect((await report('list', '--status', 'triase')).code).toBe(0);
    const hostile = await report('export', 'hostile', '--identity', at('kunci.txt'), '--out', at('hostile'));
    expect(hostile.code).toBe(1);
    expect(hostile.complained.match(/bukti-\d\d\.bin: this piece of evidence is not in the database/g)).toHaveLength(2);
    expect(readdirSync(at('hostile')).sort()).toEqual(['bukti-01.bin', 'laporan.json', 'laporan.txt']);
    expect(text('hostile', 'bukti-01.bin')).toBe('own');
    const newer = await report('export', 'newer', '--identity', at('kunci.txt'), '--out', at('newer'));
    expect(newer).toMatchObject({ code: 1 });
    expect(newer.complained).toContain('another shape than this version knows');
    expect(text('newer', 'laporan.json')).toBe('{"version":2,"words":"lain"}\n');
    expect(text('newer', 'bukti-01.bin')).toBe('foreign');
    await db.report.deleteMany({ where: { id: { in: ['hostile', 'newer'] } } });
  });

  test('what was kept long enough is erased, and said', async () => {
    const { db } = stage.database;
    await db.report.update({ where: { id }, data: { statusOn: new Date(Date.now() - 91 * 86_400_000) } });
    await db.evidence.create({ data: { id: 'orphan', role: 'clean', until: new Date('2026-01-01') } });
    const tidied = await cli('tidy', '--lang', 'en');
    expect(tidied).toMatchObject({ code: 0 });
    expect(tidied.said).toMatch(
      /^Erased: reports 1, pieces of evidence 1, expired errands 0, daily keys \d+\.\nOld reminders: 0 erased; the totals of each run stay\.\n$/,
    );
    expect(tidied.complained).toContain('unproven or withdrawn 90, closed 730, others 1,095');
    expect((await cli('tidy', '--lang', 'en')).said).toContain('Erased: reports 0, pieces of evidence 0');
    expect(await cli('tidy', 'everything')).toMatchObject({ code: 2 });
    writeFileSync(join(EPOCHS, `${Math.floor(Date.now() / 3_600_000) - 1}.epoch`), 'no key');
    const broken = await report('sweep');
    expect(broken).toMatchObject({ code: 1, said: '' });
    expect(broken.complained).toMatch(/^A file in EPOCH_DIR is no key: .*\.epoch\. /);
  });
}
