/** What officers do with reports on the terminal, on whichever database `stage` opens: filed in a chat, opened on a disk. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityFile } from '../../src/secrecy/identity-file.ts';
import { temporaryFolder } from '../documents/support.ts';
import { type Cli, cliOf } from '../support/cli.ts';
import { MARKED_CAMERA, photo, Reporting } from '../support/reporting.ts';
import { fillDatabase } from '../support/roster.ts';
import { EPOCHS, SECRET } from '../support/shell.ts';
import { ACCOUNT, LINK, type Officer, type Stage } from './officer.ts';
import { reportKeys } from './reports-keys.ts';
import { reportsLater } from './reports-later.ts';

const RECORDING = Buffer.concat([
  Buffer.from('%PDF-1.7\n'),
  Buffer.alloc(700_000, 'rekaman '),
  Buffer.from('\n%%EOF\n'),
]);

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
  const officer: Officer = {
    at,
    text,
    report,
    get stage() {
      return stage;
    },
    get desk() {
      return desk;
    },
    get settings() {
      return settings;
    },
    get cli() {
      return cli;
    },
    get code() {
      return code;
    },
    get id() {
      return id;
    },
  };

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
    // In the order in which they were written, although both are of one hour.
    expect(sent.map((letter) => letter.text)).toEqual(['Balai desa Contoh.\nSaksi: Bu Contoh.', '']);
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

  reportKeys(officer);
  reportsLater(officer);
}
