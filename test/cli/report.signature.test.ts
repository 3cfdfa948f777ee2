/** The service is gone for good: what it sealed, the keys that people hold, and the `age` of the distribution. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseReceiptCode } from '../../src/domain/receipt.ts';
import { reporterIdentity } from '../../src/secrecy/receipt-keys.ts';
import { openDatabase } from '../../src/storage/db.ts';
import { cliOf } from '../support/cli.ts';
import { photo, Reporting } from '../support/reporting.ts';
import { fillDatabase } from '../support/roster.ts';
import { EPOCHS, SECRET } from '../support/shell.ts';

/** A service in a folder of its own, and its commands. */
async function service() {
  const folder = mkdtempSync(join(tmpdir(), 'ikrar-'));
  const database = await openDatabase({ dataDir: join(folder, 'data') });
  await fillDatabase(database.db);
  const desk = await Reporting.open(database);
  desk.now = Date.now();
  onTestFinished(async () => {
    await desk.close();
    await database.close();
    rmSync(folder, { recursive: true });
  });
  const report = (...args: readonly string[]) =>
    cliOf({ DATA_DIR: join(folder, 'data'), IKRAR_SECRET: SECRET, EPOCH_DIR: EPOCHS })('report', ...args);
  return { folder, database, desk, report };
}

const run = (cwd: string, [program = '', ...args]: readonly string[]): Buffer =>
  execFileSync(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });

test('what its help says opens the report, its letters and every piece of its evidence', async () => {
  const { folder, desk, report } = await service();
  const picture = await photo();
  await desk.says('reporter', '/lapor');
  await desk.taps('reporter', 'brief');
  await desk.says('reporter', 'Camat membagi kaus.', 'Klojen');
  await desk.taps('reporter', 'original');
  await desk.sends('reporter', picture);
  await desk.taps('reporter', 'done', 'file');
  await report('sweep');
  await desk.says('reader', `status ${desk.code('reporter')}`);
  await desk.taps('reader', 'write');
  await desk.says('reader', 'Kausnya merah.');
  await report('sweep');
  // From here on nothing is left but the database and the paper: no secret, and no keys of hours.
  const left = (...args: readonly string[]) =>
    cliOf({ DATA_DIR: join(folder, 'data'), IKRAR_SECRET: '' }, '', folder)('report', ...args);
  const [id = ''] = (await left('list')).said.split('\n')[1]?.split(' ') ?? [];
  expect(await left('export', id, '--sealed')).toMatchObject({ code: 0, complained: '' });
  const out = join(folder, `laporan-${id}-tersegel`);
  expect(existsSync(join(folder, 'data', 'secret'))).toBe(false);

  writeFileSync(join(out, 'kunci.txt'), `${desk.identity}\n`);
  const help = readFileSync(join(out, 'petunjuk.txt'), 'utf8');
  const commands = [...help.matchAll(/^ {2}(age -d .*)$/gm)].map(([, command = '']) => command.split(' '));
  const json = (name: string) => JSON.parse(readFileSync(join(out, name), 'utf8'));
  const [openReport = [], openLetter = [], openPiece = []] = commands;
  run(out, openReport);
  run(out, openLetter);
  expect(json('laporan.json')).toMatchObject({ account: 'Camat membagi kaus.', area: 'Klojen' });
  expect(json('surat-01.json')).toMatchObject({ nth: 1, text: 'Kausnya merah.' });
  const [piece] = json('laporan.json').evidence;
  run(
    out,
    openPiece.map((word) => word.replace('Contoh123', piece.id)),
  );
  expect(
    readFileSync(join(out, `bukti-01.${piece.piece.extension}`))
      .subarray(0, 2)
      .toString('hex'),
  ).toBe('ffd8');
  expect(run(out, ['age', '-d', '-i', 'kunci.txt', `bukti-${piece.original}.age`]).equals(picture)).toBe(true);
  expect(readdirSync(out).filter((name) => name.endsWith('.age'))).toHaveLength(4);
});

test("a letter of officers opens with the key that comes of the report's code", async () => {
  const { folder, database, desk, report } = await service();
  await desk.says('reporter', '/lapor');
  await desk.taps('reporter', 'brief');
  await desk.says('reporter', 'Camat membagi kaus.', 'Klojen');
  await desk.taps('reporter', 'done', 'file');
  await report('sweep');
  const [id = ''] = (await report('list')).said.split('\n')[1]?.split(' ') ?? [];
  expect(await report('ask', id, 'Apakah ada saksi lain?')).toMatchObject({ code: 0, complained: '' });

  const { body } = await database.db.letter.findFirstOrThrow({ where: { reportId: id, author: 'officer' } });
  const code = parseReceiptCode(desk.code('reporter'));
  expect.assert(code);
  const key = join(folder, 'kunci.txt');
  const opens = () => run(folder, ['age', '-d', '-i', 'kunci.txt', 'surat.age']).toString();
  writeFileSync(join(folder, 'surat.age'), body);
  writeFileSync(key, `${reporterIdentity(code)}\n`);
  expect(JSON.parse(opens())).toMatchObject({ nth: 1, text: 'Apakah ada saksi lain?' });
  // With no other key, the unit's own among them.
  writeFileSync(key, `${desk.identity}\n`);
  expect(opens).toThrow('no identity matched');
});
