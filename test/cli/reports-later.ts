/** What becomes of a report after it was read, to its end: the last part of reports.ts. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recipientOf, sealTo } from '../../src/secrecy/age.ts';
import { cliOf } from '../support/cli.ts';
import { EPOCHS } from '../support/shell.ts';
import { ACCOUNT, LINK, type Officer } from './officer.ts';

export function reportsLater(officer: Officer): void {
  const { at, text, report } = officer;

  test('a piece that is missing, cut off, or named by nobody is said; the others are there', async () => {
    const { stage, id } = officer;
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
    const { stage, desk, code, id } = officer;
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
    const { stage, desk, id } = officer;
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
    const { stage, desk, settings } = officer;
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
    const { stage, desk } = officer;
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
    await db.evidence.deleteMany({ where: { reportId: { in: ['hostile', 'newer'] } } });
    await db.report.deleteMany({ where: { id: { in: ['hostile', 'newer'] } } });
  });

  test('what was kept long enough is erased, and said', async () => {
    const { stage, cli, id } = officer;
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
