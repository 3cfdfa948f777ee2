/** Somebody opens the envelope, years later: only the paper, a report's file, and the `age` of their distribution. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { drawRecoverySheet } from '../../src/documents/recovery-sheet.ts';
import { sealTo } from '../../src/secrecy/age.ts';
import { assertUnit, makeUnitKey } from '../../src/secrecy/unit-key.ts';
import { readPdf } from './read-pdf.ts';
import { i18n, KEYS, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const file = (name: string): string => join(folder.path, name);

test('what is typed from the sheet, and the command on it, open a report', async () => {
  const name = { id: 'bawaslu', name: 'Bawaslu Kota Contoh', region: 'Kota Contoh' };
  const { paper, ...made } = await makeUnitKey(KEYS, name, { workFactor: 2 });
  const pdf = await drawRecoverySheet({ ...name, ...paper, made: '2026-11-24' }, 'id', (message) =>
    i18n.plain('id', message),
  );
  expect(pdf.toString('latin1')).not.toContain(paper.passphrase);

  writeFileSync(file('laporan.age'), await sealTo(assertUnit(KEYS, { ...name, ...made }), Buffer.from('{"isi":1}')));
  const { lines } = readPdf(pdf);
  const first = lines.findIndex((line) => line.startsWith('AGE-SECRET-KEY-1'));
  writeFileSync(file('kunci.txt'), lines.slice(first, first + 16).join(''));
  const [program = '', ...args] = lines.find((line) => line.startsWith('age -d'))?.split(' ') ?? [];
  execFileSync(program, args, { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
  expect(readFileSync(file('laporan.json'), 'utf8')).toBe('{"isi":1}');

  const recipient = execFileSync('age-keygen', ['-y', 'kunci.txt'], { cwd: folder.path, encoding: 'utf8' }).trim();
  const sum = execFileSync('sha256sum', { input: recipient, encoding: 'utf8' });
  expect(lines.join(' ').replaceAll(' ', '')).toContain(sum.slice(0, 20));
});
